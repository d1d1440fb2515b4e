import { Modal } from "../widgets/Modal.tsx";

export function SchemeDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Scheme" onClose={onClose}>
      <p />
    </Modal>
  );
}

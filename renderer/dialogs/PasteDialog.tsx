import { Modal } from "../widgets/Modal.tsx";

export function PasteDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Paste" onClose={onClose}>
      <p />
    </Modal>
  );
}

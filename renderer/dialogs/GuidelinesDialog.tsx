import { Modal } from "../widgets/Modal.tsx";

export function GuidelinesDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Guidelines" onClose={onClose}>
      <p />
    </Modal>
  );
}

import { Modal } from "../widgets/Modal.tsx";

export function ProblemsDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Problems" onClose={onClose}>
      <p />
    </Modal>
  );
}

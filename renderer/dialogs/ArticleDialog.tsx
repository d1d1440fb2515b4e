import { Modal } from "../widgets/Modal.tsx";

export function ArticleDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Article" onClose={onClose}>
      <p />
    </Modal>
  );
}

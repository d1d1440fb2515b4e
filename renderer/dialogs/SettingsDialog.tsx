import { Modal } from "../widgets/Modal.tsx";

export function SettingsDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal title="Settings" onClose={onClose}>
      <p />
    </Modal>
  );
}

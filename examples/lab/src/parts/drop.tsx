import { useSignal } from '@preact/signals';

type DropProps = {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly accept: string;
  readonly onFiles: (files: File[]) => void;
};

/** A place to drop files on, or to choose them by. */
export const Drop = ({ id, label, hint, accept, onFiles }: DropProps) => {
  const over = useSignal(false);
  return (
    <label
      for={id}
      class={`drop ${over.value ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <strong>{label}</strong>
      <span class="quiet">{hint}</span>
      <span class="button">Choose files</span>
      <input
        id={id}
        class="visually-hidden"
        type="file"
        multiple
        accept={accept}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // so that the same file can be chosen again
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
};

"""Storage in folders of this machine: content, case folders, snapshots, letters, uploads, the hot folder."""

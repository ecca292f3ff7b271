"""Storage on any S3 server, through the SDK of MinIO: content, case folders, snapshots, letters, the inbox."""

"""What follows from the records and can be made again from them: index, case folders, snapshots, the audit chain."""

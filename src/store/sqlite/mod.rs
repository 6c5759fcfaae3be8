//! SQLite: one writer thread with group commit, a small pool of readers.

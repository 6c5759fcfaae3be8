//! Why a piece of work inside the database did not succeed.

use crate::store::StoreError;

/// The result of work inside a transaction.
pub(super) type Tx<T> = Result<T, Failure>;

/// Either we refuse, or the database does. Both undo what the request wrote; see [`Failure::is_fatal`].
#[derive(Debug)]
pub(super) enum Failure {
    Refused(StoreError),
    Broken(rusqlite::Error),
}

impl Failure {
    /// Whether another process is writing right now.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Broken(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy))
    }

    /// Whether the handle must not be used again: after these nobody knows what has reached the disk.
    pub(super) fn is_fatal(&self) -> bool {
        use rusqlite::ErrorCode as Code;
        match self {
            Self::Refused(_) => false,
            Self::Broken(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    Code::DiskFull
                        | Code::SystemIoFailure
                        | Code::DatabaseCorrupt
                        | Code::NotADatabase
                        | Code::OutOfMemory
                        | Code::ReadOnly
                        | Code::CannotOpen
                )
            ),
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(error) => error,
            Failure::Broken(error) => Self::Database(error.to_string()),
        }
    }
}

//! How the domain's values stand in columns: times as microseconds, ids and states as their text, the rest as JSON.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::{
    ContactId, DeliveryState, HandleKind, Lang, LineName, MessageId, MessageState, NoteId, Phone,
    ReplyId, ReplyState, Role, Sender, TaskId, UserId,
};
use crate::store::CallState;

/// A moment. Anything below a microsecond is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Micros(pub(super) Timestamp);

/// A number that is never negative. SQLite's integers are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count(pub(super) u64);

/// A value kept as JSON text.
pub(super) struct Json<T>(pub(super) T);

/// The end of a lease, in microseconds.
pub(super) fn lease_end(now: Timestamp, lease: Duration) -> i64 {
    let lease = i64::try_from(lease.as_micros()).unwrap_or(i64::MAX);
    now.as_microsecond().saturating_add(lease)
}

/// The sender as the lane's columns say it.
pub(super) fn sender(text: String, phone: bool) -> rusqlite::Result<Sender> {
    if !phone {
        return Ok(Sender::Other(text));
    }
    text.parse().map(Sender::Phone).map_err(unreadable)
}

/// What a column holds is not what this version of the program writes there.
pub(super) fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    FromSqlError::other(error).into()
}

impl ToSql for Micros {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_microsecond().into())
    }
}

impl FromSql for Micros {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_microsecond(value.as_i64()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

impl ToSql for Count {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(i64::try_from(self.0).unwrap_or(i64::MAX).into())
    }
}

impl FromSql for Count {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        u64::try_from(number)
            .map(Self)
            .map_err(|_| FromSqlError::OutOfRange(number))
    }
}

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0)
            .map(ToSqlOutput::from)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_slice(value.as_bytes()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// Columns of values that print and parse.
macro_rules! parsed_columns {
    ($($type:ty),+) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.to_string().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(FromSqlError::other)
            }
        }
    )+};
}

/// Columns of opaque text.
macro_rules! text_columns {
    ($($type:ident),+) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.as_str().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str().map(|text| Self(text.to_owned()))
            }
        }
    )+};
}

/// Columns of closed sets, by the names they have in the HTTP interface.
macro_rules! named_columns {
    ($($type:ident { $($variant:ident = $name:literal),+ $(,)? })+) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(match self { $(Self::$variant => $name),+ }.into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(FromSqlError::InvalidType),
                }
            }
        }
    )+};
}

parsed_columns!(MessageId, ReplyId, Role);
text_columns!(LineName, ContactId, TaskId, NoteId, UserId, Lang);

named_columns! {
    MessageState {
        Received = "received",
        Running = "running",
        Waiting = "waiting",
        Done = "done",
        Failed = "failed",
        Denied = "denied",
        Ignored = "ignored",
        Expired = "expired",
        NeedsReview = "needs_review",
        Dead = "dead",
    }
    ReplyState {
        Pending = "pending",
        Sending = "sending",
        Sent = "sent",
        Delivered = "delivered",
        Undelivered = "undelivered",
        Suppressed = "suppressed",
        GaveUp = "gave_up",
    }
    CallState {
        Planned = "planned",
        Sending = "sending",
        Confirmed = "confirmed",
        Rejected = "rejected",
        Ambiguous = "ambiguous",
        Unknown = "unknown",
    }
    DeliveryState {
        Sent = "sent",
        Delivered = "delivered",
        Undelivered = "undelivered",
    }
    HandleKind {
        Task = "task",
        Note = "note",
        Contact = "contact",
    }
}

impl ToSql for Phone {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl FromSql for Phone {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_stored_under_the_names_of_the_interface() {
        for state in MessageState::ALL {
            let stored = state.to_sql().expect("a name");
            assert_eq!(stored, ToSqlOutput::from(state.name()));
            let read = MessageState::column_result(ValueRef::Text(state.name().as_bytes()));
            assert_eq!(read.expect("a state"), state);
        }
    }
}

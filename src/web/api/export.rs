//! The log as CSV, streamed page by page, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use hyper::body::Frame;
use tokio::sync::mpsc;

use super::ApiError;
use super::messages::{Wanted, read};
use crate::domain::{Intent, Phone};
use crate::store::{LogEntry, LogFilter, LogPage, Store, StoreError};
use crate::web::console::Console;
use crate::web::guard::ApiCaller;

const COLUMNS: &str = "id,received_at,line,from,person,text,state,outcome,commands,calls,replies,reply_states,duration_ms,provider_id\r\n";
/// Entries read from the store at a time.
const AT_A_TIME: u16 = 200;

/// The filters are those of the list; `limit` does not count.
pub(super) async fn csv(
    State(console): State<Arc<Console>>,
    _: ApiCaller,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, ApiError> {
    let filter = LogFilter {
        limit: AT_A_TIME,
        ..read(wanted)?
    };
    // Read before anything is answered, so that a store that is down is a status and not a broken file.
    let first = console.admin.store.log(&filter).await?;
    let (pages, sheet) = mpsc::channel(2);
    tokio::spawn(write(
        Arc::clone(&console.admin.store),
        filter,
        first,
        pages,
    ));
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present",
        ),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"fieldline-messages.csv\"",
        ),
    ];
    Ok((headers, Body::new(Sheet(sheet))).into_response())
}

type Written = Result<Bytes, StoreError>;

async fn write(
    store: Arc<dyn Store>,
    mut filter: LogFilter,
    mut found: LogPage,
    pages: mpsc::Sender<Written>,
) {
    let mut page = COLUMNS.to_owned();
    loop {
        for entry in &found.messages {
            add_line(&mut page, entry);
        }
        let sent = pages.send(Ok(std::mem::take(&mut page).into())).await;
        filter.after = found.next;
        if sent.is_err() || filter.after.is_none() {
            return;
        }
        found = match store.log(&filter).await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "an export broke off");
                // The client must not take half a log for a whole one, so the connection breaks.
                let _ = pages.send(Err(error)).await;
                return;
            }
        };
    }
}

struct Sheet(mpsc::Receiver<Written>);

impl hyper::body::Body for Sheet {
    type Data = Bytes;
    type Error = StoreError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StoreError>>> {
        self.0
            .poll_recv(cx)
            .map(|page| page.map(|page| page.map(Frame::data)))
    }
}

fn add_line(page: &mut String, entry: &LogEntry) {
    let joined = |parts: Vec<&str>| parts.join(" | ");
    let cells = [
        entry.id.to_string(),
        entry.received_at.to_string(),
        entry.line.0.clone(),
        entry.from.clone(),
        entry.person.clone().unwrap_or_default(),
        entry.text.clone(),
        entry.state.name().to_owned(),
        entry.outcome.clone().unwrap_or_default(),
        joined(entry.intents.iter().map(Intent::name).collect()),
        entry.calls.len().to_string(),
        joined(entry.replies.iter().map(|it| it.text.as_str()).collect()),
        joined(entry.replies.iter().map(|it| it.state.name()).collect()),
        entry
            .duration_ms
            .map(|ms| ms.to_string())
            .unwrap_or_default(),
        entry.provider_id.clone().unwrap_or_default(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    page.push_str(&cells.join(","));
    page.push_str("\r\n");
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", harmless(cell).replace('"', "\"\""))
}

/// Spreadsheets run cells that begin like a formula. A phone number begins so too and is let through: it computes to itself.
fn harmless(cell: &str) -> Cow<'_, str> {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula && cell.parse::<Phone>().is_err() {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_run() {
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("+15551230001"), "\"+15551230001\"");
        assert_eq!(quoted("+1+cmd|' /C calc'!A0"), "\"'+1+cmd|' /C calc'!A0\"");
        assert_eq!(quoted("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
    }
}

//! When a task is due, and which tasks are due when.

use jiff::civil::{Date, Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use crate::domain::{Context, ListWhen, Task, When};

/// The end of the working day: when a task of a day without a time is due.
const EVENING: Time = time(17, 0, 0, 0);

/// The start of the working day.
const MORNING: Time = time(9, 0, 0, 0);

/// The moment the CRM is told. It insists on one: without any word about time that is the end of this working day or, once that
/// is over, the start of the next.
pub(super) fn moment(due: Option<&When>, ctx: &Context) -> Timestamp {
    match due {
        Some(When::At(timestamp, _)) => *timestamp,
        Some(When::Day(date)) => at(*date, EVENING, ctx),
        None => {
            let today = local(ctx.now, ctx).date();
            let evening = at(today, EVENING, ctx);
            if evening > ctx.now && !is_weekend(today) {
                return evening;
            }
            let mut days = today.series(1.day()).skip(1);
            let next = days.find(|day| !is_weekend(*day));
            at(next.unwrap_or(today), MORNING, ctx)
        }
    }
}

/// Whether a task belongs into a list by due date. A week is today and the six days after it.
pub(super) fn is_within(task: &Task, when: ListWhen, ctx: &Context) -> bool {
    let Some(due) = task.due else {
        return false;
    };
    let today = local(ctx.now, ctx).date();
    let day = local(due, ctx).date();
    let in_days = |days: i32| today.saturating_add(days.days());
    match when {
        ListWhen::Today => day == today,
        ListWhen::Tomorrow => day == in_days(1),
        ListWhen::Overdue => due < ctx.now,
        ListWhen::Week => (today..=in_days(6)).contains(&day),
        ListWhen::On(date) => day == date,
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn local(timestamp: Timestamp, ctx: &Context) -> Zoned {
    timestamp.to_zoned(zone(ctx))
}

/// A local time that a clock change skips is the one as much later.
fn at(date: Date, time: Time, ctx: &Context) -> Timestamp {
    let zoned = date.to_datetime(time).to_zoned(zone(ctx));
    zoned.map_or(ctx.now, |zoned| zoned.timestamp())
}

fn zone(ctx: &Context) -> TimeZone {
    TimeZone::get(&ctx.tz).unwrap_or(TimeZone::UTC)
}

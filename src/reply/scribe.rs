//! One way of writing a reply down: in a language, for a person, with so much room for free text.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::{Contact, Handle, Phone, Task, When};

use super::Voice;
use super::phrase::Phrase;
use super::phrasebook::Phrases;

/// What stands where a text was cut.
const CUT: &str = "...";

pub(super) struct Scribe<'a> {
    pub(super) phrases: &'a Phrases,
    pub(super) voice: &'a Voice<'a>,
    /// How many characters of a free text there is room for.
    pub(super) room: usize,
    /// Whether several outcomes share the reply.
    pub(super) brief: bool,
}

impl Scribe<'_> {
    pub(super) fn say(&self, phrase: Phrase, fields: &[(&str, &str)]) -> String {
        self.phrases.say(phrase, fields)
    }

    pub(super) fn count(&self, phrase: Phrase, n: usize, fields: &[(&str, &str)]) -> String {
        self.phrases.count(phrase, n, fields)
    }

    /// Text that came from people or the CRM: on one line, without what moves the cursor or turns the writing direction, and no
    /// longer than there is room.
    pub(super) fn free(&self, text: &str) -> String {
        cut(text, self.room)
    }

    /// Longer text, for replies that are about it.
    pub(super) fn long(&self, text: &str) -> String {
        cut(text, self.room.saturating_mul(2))
    }

    /// A handle; nothing where there is none yet.
    pub(super) fn handle(handle: Option<Handle>) -> String {
        handle.map(|it| it.to_string()).unwrap_or_default()
    }

    /// The name, else what there is.
    pub(super) fn name(&self, contact: &Contact) -> String {
        let name = self.free(&contact.name);
        let named = (!name.is_empty()).then_some(name);
        named
            .or_else(|| contact.phone.as_ref().map(Phone::national))
            .or_else(|| contact.email.as_deref().map(|it| self.free(it)))
            .or_else(|| contact.company.as_deref().map(|it| self.free(it)))
            .unwrap_or_else(|| self.say(Phrase::WordNobody, &[]))
    }

    /// Whose task it is, where known.
    pub(super) fn whose(&self, task: &Task) -> String {
        let name = task.contact_name.as_deref();
        name.map(|it| self.free(it)).unwrap_or_default()
    }

    /// A time as it was said: a day, or a moment.
    pub(super) fn when(&self, when: &When) -> String {
        match when {
            When::Day(date) => self.day(*date),
            When::At(timestamp, _) => self.moment(*timestamp),
        }
    }

    /// `Thu Mar 5 3:00pm`, where the reader is.
    pub(super) fn moment(&self, timestamp: Timestamp) -> String {
        let local = timestamp.to_zoned(self.zone()).datetime();
        let (hour, minute) = (local.hour(), local.minute());
        let time = if self.phrases.dates.clock == 12 {
            let half = if hour < 12 { "am" } else { "pm" };
            format!("{}:{minute:02}{half}", (hour + 11) % 12 + 1)
        } else {
            format!("{hour:02}:{minute:02}")
        };
        let day = self.day(local.date());
        self.say(Phrase::DateMoment, &[("day", &day), ("time", &time)])
    }

    /// `Thu Mar 5`, with the year where it is not this one.
    pub(super) fn day(&self, date: Date) -> String {
        let dates = &self.phrases.dates;
        let place = |number: i8| usize::try_from(number).unwrap_or(0);
        let weekday = place(Weekday::to_monday_zero_offset(date.weekday()));
        let weekday = dates.weekdays.get(weekday).map_or("", String::as_str);
        let month = place(date.month() - 1);
        let month = dates.months.get(month).map_or("", String::as_str);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let today = self.voice.now.to_zoned(self.zone()).date();
        let mut fields = vec![("weekday", weekday), ("month", month), ("day", &day)];
        if date.year() == today.year() {
            return self.say(Phrase::DateDay, &fields);
        }
        fields.push(("year", &year));
        self.say(Phrase::DateDayOfYear, &fields)
    }

    pub(super) fn day_of(&self, timestamp: Timestamp) -> String {
        self.day(timestamp.to_zoned(self.zone()).date())
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(self.voice.tz).unwrap_or(TimeZone::UTC)
    }
}

fn cut(text: &str, room: usize) -> String {
    let text = clean(text);
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    if graphemes.len() <= room {
        return text;
    }
    let kept = graphemes.iter().take(room.saturating_sub(CUT.len()));
    let kept: String = kept.copied().collect();
    format!("{}{CUT}", kept.trim_end())
}

fn clean(text: &str) -> String {
    let visible = |c: &char| {
        !matches!(
            *c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
    };
    let text: String = text
        .chars()
        .filter(visible)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! What becomes of a date beside a title: it is taken, or asked about, or cannot be.

use jiff::{Span, Zoned};

use super::commands::{Draft, Gate};
use super::lexicon::sense::{Cue, Sense};
use super::tokens::{Mark, Scope, Tokens};
use super::values::when::{self, Doubt, Found, Spec, Unsettled};
use crate::domain::{About, Choice, Intent, Question, When};

/// A due date as far as it is clear.
#[derive(Clone, Default)]
pub(crate) enum Due<'a> {
    /// None was said.
    #[default]
    None,
    /// Beyond doubt.
    At(When),
    /// One of these, or no date at all: the words are part of the title.
    Doubtful(Vec<When>),
    /// One of these, or no date at all: the words are part of the title either way.
    Inside(Vec<When>),
    /// One of these: the best guess first.
    Unclear(Vec<When>),
    /// There is no such day.
    Impossible(Tokens<'a>),
    /// It repeats, which tasks of the CRM cannot.
    Repeated(Tokens<'a>),
}

/// The date found at the end of free text; `words` are its tokens.
pub(crate) fn settle<'a>(found: &Found, words: Tokens<'a>) -> Due<'a> {
    let due = settled(&found.spec, words);
    if !found.others.is_empty() {
        let specs = [&found.spec].into_iter().chain(&found.others);
        let mut dates: Vec<When> = specs
            .filter_map(|spec| when::settle(spec, words.scope).ok())
            .map(|settled| settled.when)
            .collect();
        dates.dedup();
        return Due::Doubtful(dates);
    }
    match (found.doubt, due) {
        (Some(Doubt::Dangling | Doubt::Weak), Due::At(when)) => Due::Doubtful(vec![when]),
        (_, due) => due,
    }
}

/// A date inside of free text that ends with none.
pub(crate) fn inside(words: Tokens<'_>) -> Due<'_> {
    let settled = when::inside(words).map(|spec| settled(&spec, words));
    match settled {
        Some(Due::At(when)) => Due::Inside(vec![when]),
        Some(Due::Unclear(dates)) => Due::Inside(dates),
        _ => Due::None,
    }
}

/// The date that free text begins with.
pub(crate) struct Early<'a> {
    spec: Spec,
    pub(crate) words: Tokens<'a>,
    /// What follows it.
    pub(crate) rest: Tokens<'a>,
    /// A sign parts the two.
    pub(crate) parted: bool,
}

/// The date that free text begins with, where `parts` finds it parted from what follows.
pub(crate) fn leading<'a>(
    i: Tokens<'a>,
    parts: impl Fn(Tokens<'a>) -> Option<Tokens<'a>>,
) -> Option<Early<'a>> {
    let (after, spec) = when::leading(i)?;
    let rest = parts(after)?;
    Some(Early {
        spec,
        words: i.before(&after),
        rest,
        parted: rest.len() < after.len(),
    })
}

impl<'a> Early<'a> {
    /// The date itself.
    pub(crate) fn due(&self) -> Due<'a> {
        settled(&self.spec, self.words)
    }

    /// The date, if it is one.
    pub(crate) fn doubtful(&self) -> Due<'a> {
        match self.due() {
            Due::At(when) => Due::Doubtful(vec![when]),
            due => due,
        }
    }

    /// With the time at the end of the text on this day, or the day there at this time; and whether they go together so.
    pub(crate) fn with(&self, found: &Found) -> (Due<'a>, bool) {
        let plain = found.doubt.is_none() && found.others.is_empty();
        match self.spec.joined(&found.spec).filter(|_| plain) {
            Some(spec) => (settled(&spec, self.words), true),
            None => (self.due(), false),
        }
    }
}

/// A date that stands by itself.
pub(crate) fn of<'a>(spec: &Spec, words: Tokens<'a>) -> Due<'a> {
    settled(spec, words)
}

/// Times of a day to choose from, where only the day was said.
pub(crate) fn hours(date: jiff::civil::Date, scope: &Scope<'_>) -> Vec<When> {
    let zone = scope.sender.now.time_zone();
    [9, 13, 15]
        .into_iter()
        .filter_map(|hour| {
            let zoned = zone
                .to_ambiguous_zoned(date.at(hour, 0, 0, 0))
                .later()
                .ok()?;
            (zoned.timestamp() > scope.sender.now.timestamp()).then(|| When::from(&zoned))
        })
        .collect()
}

fn settled<'a>(spec: &Spec, words: Tokens<'a>) -> Due<'a> {
    let scope = words.scope;
    let due = match when::settle(spec, scope) {
        Ok(settled) if settled.past => {
            let mut dates = vec![settled.when];
            dates.extend(again(settled.when, &scope.sender.now));
            Due::Unclear(dates)
        }
        Ok(settled) => Due::At(settled.when),
        Err(Unsettled::Either(dates)) if !dates.is_empty() => Due::Unclear(dates.into_vec()),
        Err(Unsettled::Either(_) | Unsettled::Never) => Due::Impossible(words),
        Err(Unsettled::Repeats) => Due::Repeated(words),
    };
    let guessed = words.toks.iter().any(|tok| tok.guessed);
    let code = if guessed { "DATE_CORRECTED" } else { "DATE" };
    let mut mark = mark(code, &words);
    if let Due::At(when) = &due {
        mark.taken = Some(when.to_string());
    }
    scope.marks.borrow_mut().push(mark);
    due
}

/// A decision about all of `words`.
pub(crate) fn mark(code: &'static str, words: &Tokens<'_>) -> Mark {
    let (from, to) = words.extent();
    Mark {
        code,
        from,
        to,
        taken: None,
    }
}

/// One choice of a question the grammar asks.
pub(crate) fn choice(label: String, intent: Intent) -> Choice {
    Choice {
        label,
        intent: Some(Box::new(intent)),
        contact: None,
        task: None,
    }
}

impl Due<'_> {
    /// The command with this date: `title` without the date's words, `whole` with them.
    pub(crate) fn draft(
        self,
        scope: &Scope<'_>,
        title: &str,
        whole: &str,
        make: impl Fn(String, Option<When>) -> Intent,
    ) -> Draft {
        let with = |title: &str, when| make(title.to_owned(), Some(when));
        let (dates, without, best) = match self {
            Self::None | Self::Impossible(_) | Self::Repeated(_) => {
                return Draft::new(make(title.to_owned(), None));
            }
            Self::At(when) => return Draft::new(with(title, when)),
            Self::Inside(dates) => {
                let title = whole;
                let none = make(title.to_owned(), None);
                return Draft::new(none.clone()).with(Gate::Ask(asked(
                    scope,
                    &dates,
                    |when| with(title, when),
                    none,
                )));
            }
            Self::Doubtful(dates) => (
                dates,
                make(whole.to_owned(), None),
                make(whole.to_owned(), None),
            ),
            Self::Unclear(dates) => {
                let best = make(title.to_owned(), dates.first().copied());
                (dates, make(title.to_owned(), None), best)
            }
        };
        let question = asked(scope, &dates, |when| with(title, when), without);
        Draft::new(best).with(Gate::Ask(question))
    }
}

/// Which of these dates, or none.
fn asked(
    scope: &Scope<'_>,
    dates: &[When],
    with: impl Fn(When) -> Intent,
    without: Intent,
) -> Question {
    let none = scope.lexicon.say(scope.lang, Sense::Cue(Cue::NoDate));
    let choices = dates
        .iter()
        .take(3)
        .map(|when| choice(label(*when, scope), with(*when)))
        .chain([choice(none.to_owned(), without)])
        .collect();
    Question {
        about: About::When,
        choices,
    }
}

/// The next time a past date comes again: the next week's or the next year's.
fn again(when: When, now: &Zoned) -> Option<When> {
    let today = now.date();
    let moved = |span: Span| {
        let next = match when {
            When::Day(date) => When::Day(date.checked_add(span).ok()?),
            When::At(moment, offset) => {
                let zoned = moment.to_zoned(now.time_zone().clone());
                let next = zoned.checked_add(span).ok()?;
                let _ = offset;
                When::from(&next)
            }
        };
        (next.date() >= today).then_some(next)
    };
    [
        Span::new().try_days(1),
        Span::new().try_weeks(1),
        Span::new().try_years(1),
    ]
    .into_iter()
    .flatten()
    .find_map(moved)
}

/// A date as a choice names it: `Thu Mar 5` or `Thu Mar 5 3:00pm`, with the year where that is not this one.
pub(crate) fn label(when: When, scope: &Scope<'_>) -> String {
    let date = when.date();
    let year = if date.year() == scope.sender.now.year() {
        String::new()
    } else {
        date.strftime(" %Y").to_string()
    };
    let day = date.strftime("%a %b %-d");
    match when {
        When::Day(_) => format!("{day}{year}"),
        When::At(moment, offset) => {
            let time = offset.to_datetime(moment);
            format!("{day}{year} {}", time.strftime("%-I:%M%P"))
        }
    }
}

//! What people are answered: outcomes and questions as text in their language, within a budget of SMS.
//!
//! Rendering is total. Whatever names and titles the CRM holds, a reply fits: free text gives way first, then lines of a list, whose
//! rest `more` says; handles, numbers and what to reply never do.

mod command;
mod contact;
mod draft;
mod phrase;
mod phrasebook;
mod problem;
mod question;
mod scribe;
pub mod segment;
mod session;
mod task;
mod template;

use jiff::Timestamp;

use crate::domain::{Command, Gate, Lang, Outcome, Question, Role};

pub use phrasebook::{Example, PhraseError, Phrasebook};

use draft::{Draft, draft};
use phrase::Phrase;
use scribe::Scribe;
use segment::{Encoding, fit, measure, smart};

/// To whom it is said, and how much.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// The language of the reply.
    pub lang: &'a Lang,
    /// The time zone times are shown in, an IANA name.
    pub tz: &'a str,
    /// The moment of the reply: a date of another year says so.
    pub now: Timestamp,
    /// How many SMS a reply may take, from 1.
    pub segments: u8,
    /// The role of the person: strangers hear nothing of our insides.
    pub sender_role: Role,
    /// The name of the business, for leads and the notices the carriers ask for.
    pub brand: &'a str,
}

/// A text to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// How many SMS it takes.
    pub segments: u8,
    /// Whether it needs UCS-2.
    pub unicode: bool,
    /// What there was no room for; `more` says it.
    pub rest: Option<Outcome>,
    /// A one-time code in the text, which no log may show.
    pub secret: Option<String>,
}

/// How many characters a free text may have, tried from the first.
const ROOM: [usize; 10] = [160, 100, 70, 50, 38, 30, 24, 18, 13, 9];

/// How many characters a free text in a list may have: rather more lines than long ones.
const LINE_ROOM: usize = 50;

/// How many lines of a list are tried at most: more nobody reads.
const LINES: usize = 12;

/// The reply to a message whose commands ended like this; `None` where nothing is said.
#[must_use]
pub fn render(outcomes: &[Outcome], book: &Phrasebook, voice: &Voice<'_>) -> Option<Rendered> {
    let mut best = None;
    for room in ROOM {
        let scribe = Scribe {
            phrases: book.of(voice.lang),
            voice,
            room,
            brief: outcomes.len() > 1,
        };
        let mut drafts: Vec<Draft> = outcomes.iter().map(|it| draft(it, &scribe)).collect();
        drafts.retain(|it| !matches!(it, Draft::Silence));
        if drafts.is_empty() {
            return None;
        }
        let longest = drafts.iter().map(Draft::lines).max().unwrap_or(0);
        if longest > 0 && room > LINE_ROOM {
            continue;
        }
        for lines in (1..=longest.clamp(1, LINES)).rev() {
            let (text, rest) = join(&drafts, lines, &scribe);
            let rendered = finished(&text, rest);
            let allowed = allowed(&drafts, &rendered, voice);
            if usize::from(rendered.segments) <= allowed {
                return Some(rendered);
            }
            best = Some(rendered);
        }
    }
    best.map(|rendered| cut(rendered, voice))
}

/// The text of a question: which one, "did you mean", or the one-time code. The first of the commands `held` asks; where a Y
/// or N decides on the others too, they are named with it.
#[must_use]
pub fn ask(
    question: &Question,
    held: &[Command],
    book: &Phrasebook,
    voice: &Voice<'_>,
) -> Rendered {
    let code = held.first().and_then(|it| match &it.context.gate {
        Gate::Code { code } => Some(code.clone()),
        _ => None,
    });
    let mut best = None;
    for room in ROOM {
        let scribe = Scribe {
            phrases: book.of(voice.lang),
            voice,
            room,
            brief: false,
        };
        let shown = code.as_deref().unwrap_or_default();
        let text = question::asked(question, held, shown, &scribe);
        let rendered = finished(&text, None);
        let fits = usize::from(rendered.segments) <= one(&rendered, voice);
        best = Some(rendered);
        if fits {
            break;
        }
    }
    let rendered = cut(best.unwrap_or_else(|| finished("", None)), voice);
    Rendered {
        secret: code.filter(|code| rendered.text.contains(code.as_str())),
        ..rendered
    }
}

impl Draft {
    fn lines(&self) -> usize {
        match self {
            Self::List { lines, .. } => lines.len(),
            Self::Text(_) | Self::Long(_) | Self::Silence => 0,
        }
    }
}

/// All drafts in one text, each list with at most so many lines. Where several are cut short, `more` goes on with the last.
fn join(drafts: &[Draft], lines: usize, scribe: &Scribe<'_>) -> (String, Option<Outcome>) {
    let mut texts = Vec::new();
    let mut left = None;
    for draft in drafts {
        match draft {
            Draft::Text(text) | Draft::Long(text) => texts.push(text.clone()),
            Draft::List {
                head,
                lines: all,
                rest,
            } => {
                let shown = lines.min(all.len());
                texts.push(head.clone());
                texts.extend(all.iter().take(shown).cloned());
                if shown < all.len() {
                    texts.push(scribe.count(Phrase::More, all.len() - shown, &[]));
                    left = Some(rest(shown));
                }
            }
            Draft::Silence => {}
        }
    }
    (texts.join("\n"), left)
}

fn allowed(drafts: &[Draft], rendered: &Rendered, voice: &Voice<'_>) -> usize {
    match drafts {
        [Draft::Text(_)] => one(rendered, voice),
        _ => budget(voice),
    }
}

/// One SMS; two where the letters of a name need the encoding that holds less than half as many.
fn one(rendered: &Rendered, voice: &Voice<'_>) -> usize {
    if rendered.unicode {
        budget(voice).min(2)
    } else {
        1
    }
}

fn budget(voice: &Voice<'_>) -> usize {
    usize::from(voice.segments.max(1))
}

fn finished(text: &str, rest: Option<Outcome>) -> Rendered {
    let text = smart(text).into_owned();
    let size = measure(&text);
    Rendered {
        segments: u8::try_from(size.segments).unwrap_or(u8::MAX),
        unicode: size.encoding == Encoding::Ucs2,
        text,
        rest,
        secret: None,
    }
}

/// The last resort, for a budget too small for what has to be said.
fn cut(rendered: Rendered, voice: &Voice<'_>) -> Rendered {
    let text = fit(&rendered.text, budget(voice)).into_owned();
    finished(&text, rendered.rest)
}

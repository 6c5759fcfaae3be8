//! How a message was read, for people: what each word was taken for, and every interpretation that was tried. Nothing here is
//! on the way of a message; it walks the same rules again and keeps what they throw away.

mod slots;
mod words;

use super::attempt::{lang_of, rank};
use super::commands::{self, Draft, Gate, Head};
use super::error::SyntaxError;
use super::gist::Meant;
use super::lexer::lex;
use super::lexicon::sense::{Meaning, Quality, Sense};
use super::message::{self, Message, Read, bit, opened};
use super::normalize::Folded;
use super::tokens::{Senses, Tokens};
use super::{Lexicon, Sender, consent, junk, split, suggest};
use crate::domain::{Intent, Lang, Parsed, Reading, Role, Span};

pub use words::{Taken, Word, unknown_words};

/// A message and everything that was thought about it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The text as it is compared.
    pub folded: String,
    /// Its words and signs, in order.
    pub words: Vec<Word>,
    /// What was tried: by command, the taken one first.
    pub tried: Vec<Interpretation>,
    /// What came of it.
    pub parsed: Parsed,
}

/// One way to read a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpretation {
    /// The words of the command in the original text.
    pub span: Span,
    /// By which rules.
    pub way: Way,
    /// The plainest word of the command it was taken for.
    pub head: Option<String>,
    /// The language of that word.
    pub lang: Lang,
    /// Whether that is the word itself, another word for it, or a guess.
    pub word: Exactness,
    /// What would stand before it runs.
    pub gate: Standing,
    /// What it means, where it accounts for every word; else where and for what it stopped.
    pub meaning: Result<Intent, Stopped>,
    /// Whether it was taken, or why not.
    pub verdict: Verdict,
}

/// By which rules a command was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As it is written.
    Written,
    /// With its first word corrected.
    Corrected,
    /// From a command later in the message.
    Later,
    /// From what a request is probably about.
    Gist,
}

/// How near a word is to the plainest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    Exact,
    Alias,
    Corrected,
}

/// What stands before a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Runs,
    Confirmed,
    Asked,
    Suggested,
}

/// Where a form stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The word that did not fit; empty at the end of the message.
    pub at: Span,
    /// What could have stood there; empty where only words of the form could.
    pub expected: Vec<String>,
}

/// Why an interpretation was taken or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Taken,
    /// More would have to be asked first.
    NeedsMore,
    /// Its word is less the one the packs want.
    LessExact,
    /// Its word is of another language than the sender's.
    OtherLanguage,
    /// As good, but tried after the one taken.
    Behind,
    /// Only tried where nothing that is written fits.
    LastResort,
    /// Not every word has a place in it.
    Unfit,
}

/// Every interpretation that was tried, by command; the one taken first, then the others by rank, then those that do not fit.
/// Empty where the message as a whole decided: opt-outs, answers, taps, strangers.
#[must_use]
pub fn interpretations(text: &str, lexicon: &Lexicon, sender: &Sender<'_>) -> Vec<Interpretation> {
    explain(text, lexicon, sender).tried
}

/// Everything about how a message is read.
#[must_use]
pub fn explain(text: &str, lexicon: &Lexicon, sender: &Sender<'_>) -> Explained {
    let parsed = message::read(text, lexicon, sender);
    let folded = Folded::new(text);
    let all = lex(&folded, &mut &*lexicon);
    let mut toks = all.clone();
    junk::strip(&mut toks, &folded, lexicon);
    let own = lexicon.index(&sender.lang);
    suggest::guess_dates(&mut toks, lexicon, &folded.text, own);
    let message = Message {
        folded: &folded,
        lexicon,
        sender,
        text,
    };
    let senses = Senses::of(&mut toks, lexicon);
    let scope = message.scope(&senses, consent::all_langs(lexicon), own);
    let i = Tokens {
        toks: &toks,
        scope: &scope,
    };
    let tried = if decides_as_a_whole(&parsed, sender) {
        Vec::new()
    } else {
        let parts = split::commands(i);
        parts
            .iter()
            .flat_map(|part| tried(&message, opened(*part), own))
            .collect()
    };
    let words = words::words(text, &all, i, &parsed);
    Explained {
        words,
        tried,
        parsed,
        folded: folded.text,
    }
}

fn decides_as_a_whole(parsed: &Parsed, sender: &Sender<'_>) -> bool {
    let answers = |intents: &[Intent]| matches!(intents, [Intent::Answer(_)]);
    let nothing_asked = || parsed.reasons.iter().any(|it| it.code == "NOTHING_ASKED");
    sender.role == Role::Lead
        || match &parsed.reading {
            Reading::OptOut | Reading::OptIn | Reading::Reaction | Reading::Lead { .. } => true,
            Reading::Execute { intents } => answers(intents),
            Reading::Chatter => nothing_asked(),
            _ => false,
        }
}

/// One attempt, with the rank that decides where it came to an end.
struct Attempt {
    way: Way,
    head: Option<Head>,
    quality: Quality,
    lang: usize,
    read: Result<Read, SyntaxError>,
}

fn tried(message: &Message<'_>, i: Tokens<'_>, own: usize) -> Vec<Interpretation> {
    let mut written = written(message, i, own);
    let fits = written.iter().any(|it| it.read.is_ok());
    let mut attempts: Vec<Attempt> = Vec::new();
    let (mut good, bad): (Vec<Attempt>, Vec<Attempt>) =
        written.drain(..).partition(|it| it.read.is_ok());
    good.sort_by_key(|it| it.read.as_ref().ok().map(|read| rank(read, own)));
    if let Some(read) = message.turned(i) {
        attempts.push(Attempt {
            way: Way::Written,
            head: None,
            quality: read.quality,
            lang: read.lang,
            read: Ok(read),
        });
    }
    attempts.append(&mut good);
    if !fits {
        let meant = message.meant(&i).and_then(|meant| match meant {
            Meant::Intent(intent) => Some(*intent),
            Meant::Incomplete(..) => None,
        });
        let last_resorts = [
            (Way::Corrected, message.corrected(i)),
            (Way::Later, message.later(i)),
            (Way::Gist, meant.map(|intent| suggested(intent, i))),
        ];
        for (way, read) in last_resorts {
            attempts.extend(read.map(|read| Attempt {
                way,
                head: None,
                quality: read.quality,
                lang: read.lang,
                read: Ok(read),
            }));
        }
    }
    let taken = attempts
        .first()
        .and_then(|it| it.read.as_ref().ok())
        .map(|read| (message::severity(&read.draft.gate), read.quality, read.lang));
    attempts.extend(bad);
    let judged = attempts.into_iter().enumerate().map(|(at, attempt)| {
        let verdict = match (&attempt.read, taken) {
            (Err(_), _) | (_, None) => Verdict::Unfit,
            (Ok(_), _) if at == 0 => Verdict::Taken,
            (Ok(_), _) if attempt.way != Way::Written => Verdict::LastResort,
            (Ok(read), Some((gate, quality, lang))) => {
                if message::severity(&read.draft.gate) > gate {
                    Verdict::NeedsMore
                } else if read.quality > quality {
                    Verdict::LessExact
                } else if (read.lang != own) && lang == own {
                    Verdict::OtherLanguage
                } else {
                    Verdict::Behind
                }
            }
        };
        shown(message, &i, attempt, verdict)
    });
    let mut out: Vec<Interpretation> = Vec::new();
    for one in judged {
        // A word that is verb and noun may mean the same as both, or stop at the same place.
        let same = |other: &Interpretation| {
            other.meaning == one.meaning && (one.meaning.is_ok() || other.head == one.head)
        };
        if !out.iter().any(same) {
            out.push(one);
        }
    }
    out
}

/// Every head the command can begin with.
fn written(message: &Message<'_>, i: Tokens<'_>, own: usize) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let mut each = |head: Head, meaning: Option<Meaning>| {
        let lang = meaning.map_or(own, |meaning| lang_of(meaning.langs, own));
        let scope = message.scope(i.scope.senses, bit(lang) | bit(own), lang);
        let input = Tokens {
            toks: i.toks,
            scope: &scope,
        };
        let quality = meaning.map_or(Quality::Alias, |meaning| meaning.quality);
        let read = commands::command(input, head);
        // Most messages begin with no reference: that it was thought of says nothing.
        if head == Head::Reference && read.is_err() {
            return;
        }
        attempts.push(Attempt {
            way: Way::Written,
            head: Some(head),
            quality,
            lang,
            read: read.map(|draft| Read {
                draft,
                lang,
                quality,
                marks: Vec::new(),
            }),
        });
    };
    commands::heads(&i, |head, meaning, _| each(head, Some(meaning)));
    each(Head::Reference, None);
    attempts
}

fn suggested(intent: Intent, i: Tokens<'_>) -> Read {
    Read {
        draft: Draft::new(intent).with(Gate::Suggest),
        lang: i.scope.lang,
        quality: Quality::Corrected,
        marks: Vec::new(),
    }
}

fn shown(
    message: &Message<'_>,
    i: &Tokens<'_>,
    attempt: Attempt,
    verdict: Verdict,
) -> Interpretation {
    let folded = i.scope.folded;
    let (from, to) = i.extent();
    let head = attempt.head.and_then(|head| match head {
        Head::Verb(verb) => Some(Sense::Verb(verb)),
        Head::Noun(noun) => Some(Sense::Noun(noun)),
        Head::Reference => None,
    });
    let lexicon = message.lexicon;
    let gate = attempt
        .read
        .as_ref()
        .map_or(Standing::Runs, |read| match read.draft.gate {
            Gate::Open => Standing::Runs,
            Gate::Confirm => Standing::Confirmed,
            Gate::Ask(_) => Standing::Asked,
            Gate::Suggest => Standing::Suggested,
        });
    Interpretation {
        span: folded.span(from as usize, to as usize),
        way: attempt.way,
        head: head.map(|sense| lexicon.say(attempt.lang, sense).to_owned()),
        lang: lexicon
            .pack(attempt.lang)
            .map_or_else(|| message.sender.lang.clone(), |pack| pack.lang.clone()),
        word: match attempt.quality {
            Quality::Exact => Exactness::Exact,
            Quality::Alias => Exactness::Alias,
            Quality::Corrected => Exactness::Corrected,
        },
        gate,
        meaning: match attempt.read {
            Ok(read) => Ok(read.draft.intent),
            Err(error) => Err(Stopped {
                at: folded.span(error.at.0 as usize, error.at.1 as usize),
                expected: error.expected(),
            }),
        },
        verdict,
    }
}

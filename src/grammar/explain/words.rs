//! What each word of a message was taken for.

use super::slots;
use crate::domain::{Parsed, Reading, Span};
use crate::grammar::lexer::{Kind, Tok, Toks, lex};
use crate::grammar::lexicon::sense::{Cue, Meaning, Sense, Talk, Verb};
use crate::grammar::lexicon::{Lexicon, is_temporal};
use crate::grammar::message::bit;
use crate::grammar::normalize::Folded;
use crate::grammar::suggest;
use crate::grammar::tokens::Tokens;

/// A word or sign of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the original text.
    pub span: Span,
    /// What it was taken for.
    pub taken: Taken,
}

/// What a word was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The command, by its plainest word.
    Command(String),
    /// A part of what the command says: `title`, `who`, `task` …
    Slot(String),
    /// A date or time; the word it was corrected to, where it was.
    Date(Option<String>),
    /// A small word or sign of a form.
    Connective,
    /// Greeting, please, thanks.
    Courtesy,
    /// Something phones add.
    Junk,
    /// Words that were not understood.
    Unclear,
    /// A word the packs know, where it changed nothing.
    Known,
    /// A word the packs do not know, where it changed nothing.
    Unknown,
}

/// The words of a message that no pack knows, folded. Numbers, addresses and quotations are none.
#[must_use]
pub fn unknown_words(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let folded = Folded::new(text);
    let toks = lex(&folded, &mut &*lexicon);
    let mut found: Vec<String> = toks
        .iter()
        .filter(|tok| tok.kind == Kind::Word && !tok.word.is_known() && tok.length() > 1)
        .filter_map(|tok| folded.text.get(tok.start as usize..tok.end as usize))
        .map(str::to_owned)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn words(text: &str, all: &Toks, i: Tokens<'_>, parsed: &Parsed) -> Vec<Word> {
    let found = slots::of(text, parsed);
    let lang = i.scope.lexicon.index(&parsed.lang);
    let mut words: Vec<Word> = Vec::with_capacity(all.len());
    // Backwards: a cue is one of a date only before a date.
    for raw in all.iter().rev() {
        let word = {
            let span = i.scope.folded.span(raw.start as usize, raw.end as usize);
            let kept = i
                .toks
                .iter()
                .position(|tok| (tok.start, tok.end) == (raw.start, raw.end));
            let taken = match kept {
                None => Taken::Junk,
                Some(at) => taken(&i.skip(at), span, parsed, &found),
            };
            Word { span, taken }
        };
        let is_date = |word: &Word| matches!(word.taken, Taken::Date(_));
        let cue = is_date(&word) && is_only_cue(i.scope.lexicon, raw, lang);
        let stray = cue && !words.last().is_some_and(is_date);
        words.push(Word {
            taken: if stray { Taken::Connective } else { word.taken },
            ..word
        });
    }
    words.reverse();
    words
}

/// Whether a word of dates says nothing of them without another behind it, in the language that was read if it has the word.
fn is_only_cue(lexicon: &Lexicon, tok: &Tok, lang: usize) -> bool {
    let says_nothing = |meaning: &Meaning| match meaning.sense {
        Sense::Cue(cue) => !matches!(
            cue,
            Cue::Am
                | Cue::Pm
                | Cue::Oclock
                | Cue::HourMark
                | Cue::AboutMark
                | Cue::OrdinalMark
                | Cue::ThisAfter
                | Cue::NextAfter
                | Cue::LastAfter
                | Cue::Ago
                | Cue::Hence
                | Cue::Time
                | Cue::Now
        ),
        sense => !is_temporal(sense),
    };
    let of_lang: Vec<&Meaning> = lexicon
        .meanings(tok.word)
        .iter()
        .filter(|meaning| meaning.langs & bit(lang) != 0)
        .collect();
    tok.word.is_known()
        && if of_lang.is_empty() {
            lexicon.meanings(tok.word).iter().all(says_nothing)
        } else {
            of_lang.into_iter().all(says_nothing)
        }
}

/// What the first of these tokens was taken for.
fn taken(i: &Tokens<'_>, span: Span, parsed: &Parsed, found: &slots::Slots) -> Taken {
    let within = |outer: Span| outer[0] <= span[0] && span[1] <= outer[1];
    if let Reading::Problem { problem } = &parsed.reading
        && within(problem.at)
    {
        return Taken::Unclear;
    }
    let head = parsed
        .reasons
        .iter()
        .find(|reason| reason.code.starts_with("HEAD_") && within(reason.span));
    if let Some(reason) = head {
        let word = reason.to.as_ref().or(reason.from.as_ref());
        return Taken::Command(word.cloned().unwrap_or_default());
    }
    let Some(tok) = i.first() else {
        return Taken::Connective;
    };
    if let Some(slot) = found.at(span) {
        return Taken::Slot(slot.to_owned());
    }
    if let Kind::Num(number) = tok.kind
        && let Some(slot) = found.number(number)
    {
        return Taken::Slot(slot.to_owned());
    }
    let lexicon = i.scope.lexicon;
    if found.has_date && (is_of_dates(tok) || lexicon.is_temporal(tok.word, u32::MAX)) {
        let corrected = tok
            .guessed
            .then(|| suggest::spelled(lexicon, tok.word))
            .flatten();
        return Taken::Date(corrected.map(str::to_owned));
    }
    let whole = match parsed.reading {
        Reading::OptOut => Some(Sense::Talk(Talk::Stop)),
        Reading::OptIn => Some(Sense::Talk(Talk::Start)),
        Reading::Help { .. } => Some(Sense::Verb(Verb::Help)),
        // What a command that failed began as.
        Reading::Problem { .. } => i
            .sense(|sense| matches!(sense, Sense::Verb(_) | Sense::Noun(_)).then_some(sense))
            .map(|(_, sense, _)| sense)
            .filter(|_| span[0] == 0),
        _ => None,
    };
    if let Some(sense) = whole
        && tok.kind == Kind::Word
    {
        return Taken::Command(lexicon.say(i.scope.lang, sense).to_owned());
    }
    // A tag by another spelling than its own.
    let tag = |sense| matches!(sense, Sense::Tag(_)).then_some(());
    if found.understood && i.sense(tag).is_some() {
        return Taken::Slot("tags".to_owned());
    }
    let courteous = |sense| {
        let talk = matches!(
            sense,
            Sense::Talk(Talk::Greeting | Talk::Please | Talk::Thanks | Talk::Interjection)
        );
        talk.then_some(())
    };
    match tok.kind {
        Kind::Mark(_) | Kind::Newline => Taken::Connective,
        Kind::Word if i.sense(courteous).is_some() => Taken::Courtesy,
        _ if found.understood && !lexicon.meanings(tok.word).is_empty() => Taken::Connective,
        _ if tok.word.is_known() => Taken::Known,
        Kind::Word => Taken::Unknown,
        _ => Taken::Known,
    }
}

fn is_of_dates(tok: &Tok) -> bool {
    tok.guessed || matches!(tok.kind, Kind::Num(_))
}

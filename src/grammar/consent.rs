//! Whole messages that decide about being texted at all: the carriers' words, and natural opt-outs.

use std::cell::RefCell;

use super::lexer::{Kind, lex};
use super::lexicon::sense::{Sense, Talk};
use super::normalize::Folded;
use super::tokens::{Scope, Senses, Tokens};
use super::values::who::quoted;
use super::{Consent, Lexicon};

/// More words than this beside a natural opt-out make it talk.
const MOST_BESIDE: usize = 6;

/// ```ebnf
/// optout = WHOLE( "stop" | "stop all" | … ) | stop_pattern with nothing but courtesy around it ;
/// optin  = WHOLE( "start" | "unstop" | … ) ;
/// ```
/// `yes` alone opts in, too, but only where nothing was asked: see [`is_weak_start`].
pub(super) fn consent(i: &Tokens<'_>) -> Option<Consent> {
    if let ([_], Some(inner)) = (i.toks, quoted(i)) {
        return in_quotes(&inner, i.scope);
    }
    let words = plain(i);
    if whole(&words, Talk::Stop) {
        return Some(Consent::OptOut);
    }
    if whole(&words, Talk::Start) {
        return Some(Consent::OptIn);
    }
    pattern(&words).then_some(Consent::OptOut)
}

/// STOP in quotes is STOP.
fn in_quotes(inner: &str, scope: &Scope<'_>) -> Option<Consent> {
    let folded = Folded::new(inner);
    let mut toks = lex(&folded, &mut &*scope.lexicon);
    let senses = Senses::of(&mut toks, scope.lexicon);
    let scope = Scope {
        folded: &folded,
        lexicon: scope.lexicon,
        senses: &senses,
        sender: scope.sender,
        langs: scope.langs,
        lang: scope.lang,
        shouted: scope.shouted,
        marks: RefCell::default(),
    };
    consent(&Tokens {
        toks: &toks,
        scope: &scope,
    })
}

/// `yes` as a whole message.
pub(super) fn is_weak_start(i: &Tokens<'_>) -> bool {
    whole(&plain(i), Talk::WeakStart)
}

/// `help` or `info` as a whole message, the carriers' words.
pub(super) fn is_info(i: &Tokens<'_>) -> bool {
    whole(&plain(i), Talk::Info)
}

/// `stop 42`: somebody takes the carriers' word for a command. No opt-out; help says what works.
pub(super) fn is_stop_attempt(i: &Tokens<'_>) -> bool {
    let words = plain(i);
    words
        .sense(|sense| (sense == Sense::Talk(Talk::Stop)).then_some(()))
        .is_some_and(|(count, ..)| {
            let rest = words.skip(count);
            let sign = rest.first().is_some_and(|tok| tok.is_mark(b'#'));
            let rest = if sign { rest.skip(1) } else { rest };
            rest.len() == 1 && rest.toks.iter().all(|tok| matches!(tok.kind, Kind::Num(_)))
        })
}

/// Every language's words count, whatever the sender's.
pub(super) fn all_langs(lexicon: &Lexicon) -> u32 {
    let count = u32::try_from(lexicon.packs().len()).unwrap_or(31);
    1_u32
        .checked_shl(count)
        .map_or(u32::MAX, |bit| bit.saturating_sub(1))
}

/// Without marks and emoji at both ends.
fn plain<'a>(i: &Tokens<'a>) -> Tokens<'a> {
    let mut words = *i;
    let sign = |kind: Kind| matches!(kind, Kind::Mark(_) | Kind::Symbol | Kind::Newline);
    while words.first().is_some_and(|tok| sign(tok.kind)) {
        words = words.skip(1);
    }
    while words.toks.last().is_some_and(|tok| sign(tok.kind)) {
        words = words.upto(words.len().saturating_sub(1));
    }
    words
}

/// Whether these words are one phrase of a kind and nothing else but courtesy.
fn whole(i: &Tokens<'_>, talk: Talk) -> bool {
    let words = courtesy(*i);
    words
        .sense(|sense| (sense == Sense::Talk(talk)).then_some(()))
        .is_some_and(|(count, ..)| {
            let rest = words.skip(count);
            let rest = plain(&rest);
            rest.is_empty() || courtesy(rest).is_empty()
        })
}

/// Without "please" and "thank you" at the beginning.
fn courtesy(i: Tokens<'_>) -> Tokens<'_> {
    let mut rest = i;
    while let Some((count, ..)) =
        rest.sense(|sense| matches!(sense, Sense::Talk(Talk::Please | Talk::Thanks)).then_some(()))
    {
        rest = plain(&rest.skip(count));
    }
    rest
}

/// A natural opt-out with nothing but small words around it.
fn pattern(i: &Tokens<'_>) -> bool {
    let begins = |at: usize| {
        i.skip(at)
            .sense(|sense| (sense == Sense::Talk(Talk::StopPattern)).then_some(()))
            .map(|(count, ..)| count)
    };
    let Some((at, count)) = (0..i.len().min(8)).find_map(|at| Some((at, begins(at)?))) else {
        return false;
    };
    let (before, after) = (i.upto(at), i.skip(at.saturating_add(count)));
    let beside = before.len().saturating_add(after.len());
    beside <= MOST_BESIDE.saturating_mul(2) && fillers(before) && fillers(after)
}

/// Whether all words are small ones that may stand around an opt-out.
fn fillers(i: Tokens<'_>) -> bool {
    let mut rest = i;
    while let Some(tok) = rest.first() {
        let found = rest.sense(|sense| {
            matches!(
                sense,
                Sense::Talk(Talk::StopFiller | Talk::StopPattern | Talk::Stop)
            )
            .then_some(())
        });
        match found {
            Some((count, ..)) => rest = rest.skip(count),
            None if matches!(tok.kind, Kind::Mark(_) | Kind::Symbol | Kind::Newline) => {
                rest = rest.skip(1);
            }
            None => return false,
        }
    }
    true
}

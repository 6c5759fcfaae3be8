//! One command of a message: the heads it can begin with, as written, corrected, or later in the message.

use smallvec::SmallVec;

use super::commands::{self, Gate, Head, Tier, tier};
use super::error::SyntaxError;
use super::gist::is_refused;
use super::lexer::{Kind, Tok, Toks};
use super::lexicon::sense::{Cue, Gist, Link, Meaning, Quality, Sense, Talk, Verb};
use super::message::{Message, Read, bit, severity};
use super::suggest::{self, Class};
use super::tokens::{Mark, Senses, Tokens, article, word};
use super::values::free::without_filler;
use super::values::number::number;
use super::values::tasks::tasks;
use super::values::who::{handle, who_before_colon};

/// Words looked at for a misspelt head.
const HEAD_WORDS: usize = 3;

/// Why no form of a command fits.
pub(super) struct Failure {
    pub(super) error: SyntaxError,
    pub(super) head: Head,
    pub(super) lang: usize,
    /// The head is the canonical word.
    pub(super) exact: bool,
    pub(super) marks: Vec<Mark>,
}

impl Message<'_> {
    /// All heads the command can begin with; the best complete reading, and the farthest failure.
    pub(super) fn attempt(
        &self,
        i: Tokens<'_>,
        at_best: Quality,
    ) -> (Option<Read>, Option<Failure>) {
        let own = self.lexicon.index(&self.sender.lang);
        let mut best: Option<Read> = None;
        let mut failure: Option<Failure> = None;
        let mut heads: SmallVec<[(Head, Option<Meaning>, bool); 6]> = SmallVec::new();
        commands::heads(&i, |head, meaning, _| {
            heads.push((head, Some(meaning), false));
        });
        let alike = heads.clone();
        heads.push((Head::Reference, None, false));
        // A head that several languages have may go on in another: "delete task 42" in Portuguese.
        let shared = |(head, meaning, _): &(Head, Option<Meaning>, bool)| {
            let langs = meaning.map_or(0, |meaning| meaning.langs);
            (langs & !bit(own) != 0 && langs & bit(own) != 0).then_some((*head, *meaning, true))
        };
        heads.extend(alike.iter().filter_map(shared));
        for (head, meaning, wide) in heads {
            if wide && best.is_some() {
                break;
            }
            // What begins with a reference never beats a command that runs under its own name.
            let settled = best.as_ref().is_some_and(|read| {
                read.draft.gate == Gate::Open && read.quality <= Quality::Alias && read.lang == own
            });
            if head == Head::Reference && settled {
                break;
            }
            let lang = meaning.map_or(own, |meaning| lang_of(meaning.langs, own));
            let langs = match meaning {
                Some(meaning) if wide => meaning.langs,
                _ => bit(lang),
            };
            let scope = self.scope(i.scope.senses, langs | bit(own), lang);
            let input = Tokens {
                toks: i.toks,
                scope: &scope,
            };
            match commands::command(input, head) {
                Ok(draft) => {
                    let quality = meaning.map_or(Quality::Alias, |m| m.quality).max(at_best);
                    let mut marks = head_mark(&input, head, quality);
                    marks.append(&mut scope.marks.borrow_mut());
                    let read = Read {
                        draft,
                        lang,
                        quality,
                        marks,
                    };
                    if best
                        .as_ref()
                        .is_none_or(|other| rank(&read, own) < rank(other, own))
                    {
                        best = Some(read);
                    }
                }
                Err(error) => {
                    let farther = failure
                        .as_ref()
                        .is_none_or(|other| error.is_farther(&other.error));
                    if farther && head != Head::Reference {
                        failure = Some(Failure {
                            error,
                            head,
                            lang,
                            exact: meaning.is_some_and(|m| m.quality == Quality::Exact),
                            marks: scope.marks.take(),
                        });
                    }
                }
            }
        }
        (best, failure)
    }

    /// A command whose verb, or the rest of it, stands last: "42 auf Freitag verschieben", "füge eine Aufgabe … hinzu".
    pub(super) fn turned(&self, i: Tokens<'_>) -> Option<Read> {
        let own = bit(self.lexicon.index(&self.sender.lang));
        let words = without_filler(i);
        let last = |at: &usize| {
            i.get(*at)
                .is_some_and(|tok| self.lexicon.is_last(tok.word, own))
        };
        // "füge eine Aufgabe hinzu: Dach prüfen": what stands before the colon is the command.
        let colon = words.toks.iter().position(|tok| tok.is_mark(b':'));
        let at = colon.unwrap_or(words.len()).checked_sub(1).filter(last)?;
        let tok = *i.get(at).filter(|_| at > 0)?;
        let verb = |i: &Tokens<'_>| {
            i.meanings().any(|(_, meaning)| {
                meaning.langs & own != 0 && matches!(meaning.sense, Sense::Verb(_))
            })
        };
        // Behind a verb that begins, it is that verb's particle.
        let particle = verb(&i);
        if !particle && !verb(&i.skip(at)) {
            return None;
        }
        // Its task is only asked about: see below.
        if i.skip(at).is(Sense::Verb(Verb::Bare)) {
            return None;
        }
        let mut toks = Toks::from_slice(i.toks);
        toks.remove(at);
        let place = usize::from(particle);
        toks.insert(
            place,
            Tok {
                glued: false,
                ..tok
            },
        );
        // Only where the two are a verb is it one; what adds may say so twice.
        if particle && !self.is_verb(&mut toks) {
            if !i.is(Sense::Verb(Verb::Add)) {
                return None;
            }
            toks.remove(place);
        }
        let senses = Senses::of(&mut toks, self.lexicon);
        let scope = self.scope(&senses, i.scope.langs, i.scope.lang);
        let turned = Tokens {
            toks: &toks,
            scope: &scope,
        };
        let (best, _) = self.attempt(turned, Quality::Alias);
        // What "it" is, nobody said.
        let named = !i.is(Sense::Link(Link::It));
        best.filter(|read| named && read.draft.gate != Gate::Suggest)
    }

    /// Whether the first two words are a verb together.
    fn is_verb(&self, toks: &mut Toks) -> bool {
        let two = toks.get_mut(..2).unwrap_or_default();
        let senses = Senses::of(two, self.lexicon);
        let own = bit(self.lexicon.index(&self.sender.lang));
        let scope = self.scope(&senses, own, 0);
        let toks = &*two;
        Tokens {
            toks,
            scope: &scope,
        }
        .sense(|sense| matches!(sense, Sense::Verb(_)).then_some(()))
        .is_some_and(|(count, ..)| count == 2)
    }

    /// An everyday verb that stands last: "am Freitag Bob anrufen".
    pub(super) fn everyday(&self, i: Tokens<'_>) -> Option<Read> {
        let lang = self.lexicon.index(&self.sender.lang);
        let last = without_filler(i).len().checked_sub(1)?;
        let tok = i.get(last)?;
        if !self.lexicon.is_last(tok.word, bit(lang)) || !i.skip(last).is(Sense::Verb(Verb::Bare)) {
            return None;
        }
        let scope = self.scope(i.scope.senses, bit(lang), lang);
        let toks = i.toks;
        let draft = commands::everyday(Tokens {
            toks,
            scope: &scope,
        })?;
        Some(Read {
            draft,
            lang,
            quality: Quality::Alias,
            marks: scope.marks.take(),
        })
    }

    /// A command whose head is misspelt.
    pub(super) fn corrected(&self, i: Tokens<'_>) -> Option<Read> {
        let mut found: Option<(Read, bool)> = None;
        for at in 0..HEAD_WORDS.min(i.len()) {
            let tok = i.get(at)?;
            // A known word before it, other than the verb of "add tsak", is no part of a command.
            if tok.word.is_known() || tok.kind != Kind::Word {
                continue;
            }
            for near in suggest::heads(self.lexicon, i.folded(tok)) {
                let mut toks = Toks::from_slice(i.toks);
                if let Some(tok) = toks.get_mut(at) {
                    tok.word = near.word;
                }
                let senses = Senses::of(&mut toks, self.lexicon);
                let scope = self.scope(&senses, i.scope.langs, i.scope.lang);
                let input = Tokens {
                    toks: &toks,
                    scope: &scope,
                };
                let (Some(mut read), _) = self.attempt(input, Quality::Corrected) else {
                    continue;
                };
                let behind = input.skip(at.saturating_add(1));
                let sure = match near.class {
                    Class::Long => true,
                    Class::Short => at > 0 || structured(&behind) || is_plain_list(&read, &behind),
                    Class::Shortest => names_object(&behind),
                };
                if !sure && near.class == Class::Shortest {
                    continue;
                }
                let one = i.skip(at).upto(1);
                let (from, to) = one.extent();
                read.marks.insert(
                    0,
                    Mark {
                        code: "HEAD_CORRECTED",
                        from,
                        to,
                        taken: suggest::spelled(self.lexicon, near.word).map(str::to_owned),
                    },
                );
                read.marks.retain(|mark| mark.code != "HEAD_ALIAS");
                let other = found.as_ref().map(|(other, sure)| (&other.draft, *sure));
                let better = match other {
                    None => true,
                    // Two words are as near: the one that makes more sense by itself, else neither is run.
                    Some((draft, was_sure)) => {
                        draft.intent != read.draft.intent && sure && !was_sure
                    }
                };
                if better {
                    found = Some((read, sure));
                }
            }
            break;
        }
        let (read, sure) = found?;
        let gate = match tier(&read.draft.intent) {
            Tier::Read | Tier::Add | Tier::Change if sure => None,
            Tier::Read | Tier::Add | Tier::Change | Tier::Destroy => Some(Gate::Suggest),
        };
        let draft = match (gate, read.draft) {
            (Some(gate), draft) => draft.with(gate),
            (None, draft) => draft,
        };
        Some(Read { draft, ..read })
    }

    /// A head that comes later in the message is a suggestion.
    pub(super) fn later(&self, i: Tokens<'_>) -> Option<Read> {
        let asks = i.is(Sense::Talk(Talk::Question));
        let orders = i.is(Sense::Gist(Gist::Add)) || i.is(Sense::Gist(Gist::Remove));
        for at in 1..i.len().min(8) {
            if is_refused(&i, at) {
                continue;
            }
            let rest = i.skip(at);
            let mut full = false;
            commands::heads(&rest, |head, _, count| {
                let after = rest.skip(count);
                full |= match head {
                    // "what were you to remind me of" asks; "put milk on the list of …" lists nothing.
                    Head::Verb(Verb::Remind | Verb::RemindMe) if asks => false,
                    Head::Verb(Verb::Show | Verb::Ask) if orders => false,
                    Head::Verb(Verb::Remind) => after.is(Sense::Link(Link::Me)),
                    Head::Verb(Verb::RemindMe) => !after.is_empty(),
                    Head::Verb(Verb::Bare) | Head::Noun(_) | Head::Reference => false,
                    // "just did 42"
                    Head::Verb(Verb::Done) if numbers_only(after) => true,
                    Head::Verb(_) => {
                        let after = after
                            .sense(|sense| {
                                matches!(sense, Sense::Link(Link::Article | Link::The | Link::My))
                                    .then_some(())
                            })
                            .map_or(after, |(count, ..)| after.skip(count));
                        after
                            .sense(|sense| matches!(sense, Sense::Noun(_)).then_some(()))
                            .is_some()
                    }
                };
            });
            if full && let (Some(read), _) = self.attempt(rest, Quality::Alias) {
                let draft = read.draft.with(Gate::Suggest);
                return Some(Read { draft, ..read });
            }
        }
        None
    }
}

/// `42 and 43`, and nothing else.
fn numbers_only(i: Tokens<'_>) -> bool {
    tasks(i).is_ok_and(|(rest, _)| without_filler(rest).is_empty())
        && i.first()
            .is_some_and(|tok| tok.is_mark(b'#') || matches!(tok.kind, Kind::Num(_)))
}

/// Smaller is better: the quality of the head, the sender's language, the order of the packs.
pub(super) fn rank(read: &Read, own: usize) -> (u8, Quality, bool, usize) {
    (
        severity(&read.draft.gate),
        read.quality,
        read.lang != own,
        read.lang,
    )
}

/// An object noun, with or without its article.
fn names_object(i: &Tokens<'_>) -> bool {
    let noun = |i: &Tokens<'_>| {
        i.sense(|sense| matches!(sense, Sense::Noun(_)).then_some(()))
            .is_some()
    };
    noun(i) || article(*i).is_ok_and(|(rest, _)| noun(&rest))
}

/// A list whose filters are all words that mean something: reading it harms nobody.
fn is_plain_list(read: &Read, i: &Tokens<'_>) -> bool {
    let named = |tok: &Tok| tok.capital && !i.scope.shouted;
    tier(&read.draft.intent) == Tier::Read
        && !i.is_empty()
        && i.toks.iter().all(|tok| {
            tok.kind != Kind::Word
                || named(tok)
                || !i.scope.lexicon.meanings(tok.word).is_empty()
                || i.scope.lexicon.is_temporal(tok.word, u32::MAX)
        })
}

/// What must follow a corrected short head: an object noun, a handle, a contact in the directory, a colon.
fn structured(i: &Tokens<'_>) -> bool {
    i.first()
        .is_some_and(|tok| tok.is_mark(b':') || tok.is_mark(b'#'))
        || tasks(*i).is_ok()
        || super::values::who::certain(*i).is_ok()
        || super::values::who::begins_with_contact(i)
        || who_before_colon(super::split::after_link(*i)).is_ok()
        || ["a", "n", "o"].iter().any(|kind| handle(*i, kind).is_ok())
        || names_object(i)
}

fn head_mark(i: &Tokens<'_>, head: Head, quality: Quality) -> Vec<Mark> {
    let sense = match head {
        Head::Verb(verb) => Sense::Verb(verb),
        Head::Noun(noun) => Sense::Noun(noun),
        Head::Reference => return Vec::new(),
    };
    let Some((count, (), _)) = i.sense(|one| (one == sense).then_some(())) else {
        return Vec::new();
    };
    let said = i.upto(count);
    let (from, to) = said.extent();
    let canonical = i.scope.lexicon.say(i.scope.lang, sense);
    let taken = (quality != Quality::Exact).then(|| canonical.to_owned());
    vec![Mark {
        code: "HEAD_ALIAS",
        from,
        to,
        taken,
    }]
}

/// The sender's language where the word has it there, else the first pack that has it.
pub(super) fn lang_of(langs: u32, own: usize) -> usize {
    if langs & bit(own) != 0 {
        return own;
    }
    langs.trailing_zeros() as usize
}

/// "done 42 …", "move 42": the word itself and a number, which is no length of time; any word for it where nothing else is said.
pub(super) fn numbers_task(i: &Tokens<'_>) -> bool {
    let rest = i.skip(1);
    let sign = rest.first().is_some_and(|tok| tok.is_mark(b'#'));
    let number = sign
        || rest
            .first()
            .is_some_and(|tok| matches!(tok.kind, Kind::Num(_)) && !tok.glued);
    let unit = rest.skip(1).sense(|sense| {
        matches!(
            sense,
            Sense::Unit(_) | Sense::Cue(Cue::Am | Cue::Pm | Cue::Oclock | Cue::HourMark)
        )
        .then_some(())
    });
    let quality = i
        .sense(|sense| {
            matches!(
                sense,
                Sense::Verb(
                    Verb::Done | Verb::Move | Verb::Assign | Verb::Edit | Verb::Mark | Verb::Reopen
                )
            )
            .then_some(())
        })
        .map(|(_, (), meaning)| meaning.quality);
    let exact = quality == Some(Quality::Exact);
    let done = i.is(Sense::Verb(Verb::Done));
    let puts_off = i.is(Sense::Verb(Verb::Move)) && is_length(without_filler(rest.skip(1)));
    let alone = quality.is_some() && without_filler(rest).len() <= if sign { 2 } else { 1 };
    number && (puts_off || alone || (exact && (done || unit.is_none())))
}

/// `2 days`, `for 2 days`, `a week`, and nothing else.
fn is_length(i: Tokens<'_>) -> bool {
    let unit = |i: &Tokens<'_>| {
        let unit = i.sense(|sense| matches!(sense, Sense::Unit(_)).then_some(()));
        unit.is_some_and(|(count, ..)| count == i.len())
    };
    [i, i.skip(1)].into_iter().any(|i| {
        let one = word(Sense::Cue(Cue::A))(i).map(|(rest, _)| rest);
        let rest = number(i).map(|(rest, _)| rest).or(one);
        rest.is_ok_and(|rest| unit(&rest))
    })
}

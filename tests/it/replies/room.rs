//! That it fits.

use std::collections::BTreeSet;

use fieldline::domain::{Lang, Outcome, Role};
use fieldline::reply::segment::{Encoding, measure};
use fieldline::reply::{Rendered, Voice, render};
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::samples::{FOREIGN, LONG, PLAIN, every, single, tasks};
use super::{book, said, voice};

/// A budget no reply may break, whatever is in it.
const BUDGETS: [u8; 4] = [1, 2, 3, 6];

#[test]
fn an_outcome_about_one_thing_fits_one_sms_with_the_longest_names_there_are() {
    for style in [PLAIN, LONG] {
        for outcome in single(style) {
            let Rendered { text, segments, .. } = said(std::slice::from_ref(&outcome));
            assert_eq!(segments, 1, "{outcome:?}\n{text}");
        }
    }
}

#[test]
fn foreign_letters_take_two_sms_at_most() {
    for outcome in single(FOREIGN) {
        let Rendered { text, segments, .. } = said(std::slice::from_ref(&outcome));
        assert!(segments <= 2, "{outcome:?}\n{text}");
    }
}

#[test]
fn no_reply_exceeds_its_budget_or_lies_about_its_size() {
    let lang = Lang::en();
    let book = book();
    for style in [PLAIN, LONG, FOREIGN] {
        for outcome in every(style) {
            for segments in BUDGETS {
                for sender_role in [Role::Lead, Role::Staff] {
                    let voice = Voice {
                        segments,
                        sender_role,
                        ..voice(&lang)
                    };
                    let rendered = render(std::slice::from_ref(&outcome), &book, &voice);
                    assert_fits(&rendered.expect("a reply"), segments);
                }
            }
        }
    }
}

#[test]
fn handles_survive_where_titles_give_way() {
    for outcome in single(LONG) {
        let about = match &outcome {
            Outcome::TaskCreated { task, .. } => task.handle,
            Outcome::TasksCompleted { tasks, already, .. }
            | Outcome::TasksReopened { tasks, already, .. } => {
                tasks.first().or(already.first()).and_then(|it| it.handle)
            }
            Outcome::NoteAdded { note, .. } => note.handle,
            Outcome::ContactCreated { contact } | Outcome::ContactExists { contact } => {
                contact.handle
            }
            _ => None,
        };
        if let Some(handle) = about {
            let text = said(std::slice::from_ref(&outcome)).text;
            assert!(text.contains(&handle.to_string()), "{handle}: {text}");
        }
    }
}

#[test]
fn what_moves_the_cursor_is_not_passed_on() {
    for outcome in every(LONG) {
        let text = said(&[outcome]).text;
        let odd = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(odd, None, "{text:?}");
    }
}

#[test]
fn more_goes_on_until_every_task_was_shown_once() {
    let all = tasks(LONG, 25);
    let mut left = Some(Outcome::TaskList {
        total: all.len(),
        tasks: all.clone(),
        of: None,
    });
    let mut shown = Vec::new();
    let mut pages = 0;
    while let Some(list) = left.take() {
        pages += 1;
        let Rendered { text, rest, .. } = said(&[list]);
        let handles = text.lines().filter(|line| line.starts_with('#'));
        shown.extend(handles.map(|line| line.split(' ').next().unwrap().to_owned()));
        assert_eq!(text.contains("MORE"), rest.is_some(), "{text}");
        left = rest;
    }
    let wanted: Vec<String> = all
        .iter()
        .map(|it| it.handle.unwrap().to_string())
        .collect();
    assert_eq!(shown, wanted);
    assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), 25);
    assert!((5..=13).contains(&pages), "{pages} pages");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Up to five commands in one message, of any kind, in any mix of letters.
    #[test]
    fn several_outcomes_fit_together(
        outcomes in subsequence(mixed(), 1..=5),
        segments in 0..5_u8,
    ) {
        let lang = Lang::en();
        let voice = Voice { segments, ..voice(&lang) };
        let rendered = render(&outcomes, &book(), &voice).expect("a reply");
        assert_fits(&rendered, segments.max(1));
    }
}

fn mixed() -> Vec<Outcome> {
    [PLAIN, LONG, FOREIGN].into_iter().flat_map(every).collect()
}

fn assert_fits(rendered: &Rendered, budget: u8) {
    let size = measure(&rendered.text);
    assert_eq!(
        size.segments,
        usize::from(rendered.segments),
        "{rendered:?}"
    );
    assert_eq!(
        size.encoding == Encoding::Ucs2,
        rendered.unicode,
        "{rendered:?}"
    );
    assert!(rendered.segments <= budget, "{budget}: {rendered:?}");
    assert!(rendered.segments >= 1, "{rendered:?}");
}

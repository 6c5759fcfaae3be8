//! Replies: every outcome has its words, fits its SMS, and says nothing that must not be said.

mod room;
pub(crate) mod samples;
mod words;

use fieldline::domain::{Lang, Outcome, Role};
use fieldline::reply::{Phrasebook, Rendered, Voice, render};

fn book() -> Phrasebook {
    Phrasebook::builtin().expect("the phrasebook")
}

/// Reads English in Chicago on Tuesday, 3 March 2026, and pays for two SMS.
fn voice(lang: &Lang) -> Voice<'_> {
    Voice {
        lang,
        tz: "America/Chicago",
        now: "2026-03-03T16:30:00Z".parse().unwrap(),
        segments: 2,
        sender_role: Role::Staff,
        brand: "Ray Roofing",
    }
}

fn said(outcomes: &[Outcome]) -> Rendered {
    let lang = Lang::en();
    render(outcomes, &book(), &voice(&lang)).expect("a reply")
}

fn to_lead(outcome: Outcome) -> Option<Rendered> {
    let lang = Lang::en();
    let voice = Voice {
        sender_role: Role::Lead,
        ..voice(&lang)
    };
    render(&[outcome], &book(), &voice)
}

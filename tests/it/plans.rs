//! Plans: `fixtures/plans/*.toml` hold an intent, what its context has, and a whole journal with the step before every
//! observation. Adding a file adds a test.

pub(crate) mod fixture;
mod memory;
mod properties;

use fieldline::plan::{Step, next};
use fixture::{Plan, assert_step};

/// Whatever the journal was cut off at, the plan goes on with the very step that was recorded there.
#[test]
fn every_prefix_of_a_journal_leads_to_its_next_step() {
    let plans = fixture::all();
    assert!(plans.len() >= 70, "only {} plans", plans.len());
    for Plan {
        name,
        intent,
        context,
        steps,
        seen,
    } in plans
    {
        assert_eq!(steps.len(), seen.len() + 1, "{name}: the end is missing");
        for (place, expected) in steps.iter().enumerate() {
            let step = next(&intent, &context, &seen[..place]);
            assert_step(&format!("{name}, step {place}"), expected, &step);
        }
    }
}

/// Observations after the end change nothing: a plan that is done stays done.
#[test]
fn a_plan_that_is_done_reads_no_further() {
    for plan in fixture::all() {
        let done = next(&plan.intent, &plan.context, &plan.seen);
        assert!(matches!(done, Step::Done(_)), "{}", plan.name);
        let mut longer = plan.seen.clone();
        longer.extend(plan.seen.clone());
        assert_eq!(
            next(&plan.intent, &plan.context, &longer),
            done,
            "{}",
            plan.name
        );
    }
}

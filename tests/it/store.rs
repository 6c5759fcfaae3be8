//! The store's contract, written once against `dyn Store` and run for every store that has a factory here.

mod accept;
mod calls;
mod given;
mod handles;
mod interleavings;
mod lanes;
mod log;
mod outbox;
mod questions;
mod registry;
mod reports;
mod sqlite;
mod undo;

use std::any::Any;
use std::sync::Arc;

use fieldline::clock::{ManualClock, SharedClock};
use fieldline::store::Store;
use fieldline::store::sqlite::SqliteStore;

/// A store with nothing in it, and the clock it goes by.
struct World {
    store: Arc<dyn Store>,
    clock: Arc<ManualClock>,
    /// What must live as long as the store.
    _keep: Box<dyn Any + Send + Sync>,
}

fn new_sqlite() -> World {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(ManualClock::new(given::noon()));
    let shared: SharedClock = Arc::<ManualClock>::clone(&clock);
    let store = SqliteStore::open(&folder.path().join("fieldline.db"), shared).expect("opened");
    World {
        store: Arc::new(store),
        clock,
        _keep: Box::new(folder),
    }
}

/// Runs the whole contract for the store that a factory makes. Another store needs one more line below.
macro_rules! contract {
    ($name:ident, $factory:path) => {
        contract! { $name, $factory;
            accept {
                a_message_is_listed_as_soon_as_it_is_accepted,
                the_carriers_id_recognises_a_repeated_hook,
                without_an_id_the_fingerprint_recognises_it,
                another_body_under_the_same_id_is_a_conflict_and_the_first_is_kept,
                the_same_id_on_another_line_is_another_message,
                sixty_four_repeated_hooks_at_once_are_one_message,
                an_opt_out_takes_effect_with_the_message,
                a_repeated_opt_out_changes_nothing,
                a_request_nobody_can_read_is_kept_as_ignored,
                a_sender_without_a_number_has_a_lane_too,
                an_id_is_used_once,
            }
            lanes {
                one_sender_is_served_in_order,
                different_senders_are_served_side_by_side,
                a_long_lane_does_not_keep_out_the_others,
                a_lease_that_ends_is_a_crash_and_fences_its_owner_off,
                a_lease_can_be_prolonged,
                a_fenced_owner_writes_nothing,
                a_postponed_message_keeps_its_place,
                finishing_is_one_commit,
                a_message_finishes_once,
            }
            calls {
                a_call_is_journalled_before_and_after,
                a_call_that_may_have_been_sent_is_not_begun_again,
                a_call_proven_absent_is_begun_again,
                a_change_needs_the_role_it_was_planned_with,
                a_call_of_another_message_is_refused,
                a_refusal_is_a_rejected_call,
            }
            handles {
                numbers_are_given_once_in_order_and_stay,
                a_handle_knows_what_was_seen_last,
                a_task_is_named_after_its_mirrored_contact,
                what_is_seen_is_mirrored,
                tags_that_were_set_are_mirrored,
            }
            questions {
                a_waiting_message_does_not_block_its_lane,
                an_answer_resumes_the_message_that_asked,
                an_answer_to_a_closed_question_writes_nothing,
                a_question_can_be_asked_again,
                the_message_that_asked_cannot_be_forgotten,
                an_unanswered_question_expires,
                a_question_that_is_replaced_ends_its_message,
                an_expired_question_is_not_brought_back,
            }
            outbox {
                replies_to_one_number_go_out_in_order,
                a_crash_while_sending_leaves_it_unclear,
                an_opt_out_suppresses_all_but_its_confirmation,
                the_carrier_can_say_that_somebody_opted_out,
                the_hooks_answer_takes_the_replies_and_gives_them_again,
                the_hooks_answer_takes_nothing_from_the_sender,
                a_one_time_code_is_never_shown,
                a_reply_that_was_given_up_lets_the_next_one_go,
            }
            reports {
                a_report_moves_a_reply_forward_only,
                a_report_may_come_before_the_carriers_answer,
                a_report_for_an_unknown_reference_waits_for_its_reply,
                a_report_proves_that_an_unclear_reply_went_out,
                a_report_can_opt_out,
            }
            log {
                an_entry_has_everything,
                pages_follow_each_other,
                the_filters_narrow_it,
                a_search_takes_its_words_literally,
                the_backlog_counts_what_waits_for_us,
            }
            undo {
                the_last_change_can_be_taken_back_once,
                looks_and_failed_changes_are_no_change,
            }
            registry {
                people_are_kept_by_phone,
                settings_are_kept_by_name,
                the_directorys_version_rises_with_changes_only,
            }
        }
    };
    ($name:ident, $factory:path; $($subject:ident { $($test:ident,)+ })+) => {
        mod $name {
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$subject::$test($factory()).await;
                }
            )+)+

            #[test]
            fn any_interleaving_loses_no_message_and_ends_each_once() {
                super::interleavings::hold($factory);
            }
        }
    };
}

contract!(on_sqlite, super::new_sqlite);

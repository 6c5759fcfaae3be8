//! What an operator sees of the running gateway: log lines and metrics. Neither ever holds a person's data: log lines write
//! only the fields named in `logging`, metrics only the labels of the functions here.

mod logging;
mod measures;

pub use logging::{LogFormat, LoggingError, log};
pub use measures::{
    Metrics, acknowledgements, ambiguous, backlog, command_took, crm_budget, crm_call,
    message_ended, metrics, parse_took, reply_ended, stale_fence,
};

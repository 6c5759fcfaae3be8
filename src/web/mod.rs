//! The HTTP side: carriers' and the CRM's webhooks in, the administrator's pages and API out.
//!
//! [`hooks()`] and [`admin()`] are two routers for one or two listeners; [`serve()`] runs a router with deadlines and bounds.
//! The engine stands behind [`Intake`]: nothing here names it.

mod admin;
mod api;
mod assets;
mod console;
mod defences;
mod guard;
mod health;
mod hooks;
mod lockout;
mod pages;
mod password;
mod serve;
mod session;
mod state;

pub use admin::admin;
pub use hooks::{MAX_HOOK, hooks};
pub use password::{MIN_PASSWORD, PasswordError, has_password, set_password};
pub use serve::{Limits, Peer, serve};
pub use state::{Admin, Explain, Intake, LineInfo, Received, SimPhone};

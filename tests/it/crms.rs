//! The CRM adapter: answers on file, calls over real HTTP, and what is left of each when things fail.

mod answers;
mod calls;
mod failures;
mod mirror;
mod requests;

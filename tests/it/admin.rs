//! The web side through its routers and its sockets: hooks, deadlines, sign-in, pages, API, metrics.

mod api;
mod browser;
mod chromium;
mod health;
mod hooks;
mod journal;
mod log_lines;
mod pages;
mod phone;
mod samples;
mod serving;
mod sign_in;
mod site;

//! PostgreSQL: a server that several counters share. With its folder the only place that names
//! this engine.

mod backoff;
mod client;
mod combine;
mod connection;
mod errors;
mod maintenance;
mod news;
mod pgpass;
mod pipeline;
mod reconnect;
mod statements;
mod timeline;
mod tls;
mod url;
mod values;
mod waiting;

pub(super) use client::Postgres;
pub(super) use url::shown;

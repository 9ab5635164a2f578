//! The edge: the few things a browser can't do, each behind a route whose values are enums and checked patterns.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable
)]

mod callers;
mod config;
mod desk;
mod front;
mod health;
mod keys;
mod question;
mod refusal;
mod reply;
mod route;
mod shelf;
#[cfg(feature = "trap-route")]
mod trap;
mod upstream;

use reply::Reply;
use route::Route;
use worker::{Context, Env, Method, Request, RequestInit, Response, event};

const READ_ONLY: &str = "GET, HEAD";

#[event(fetch)]
async fn answer(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let path = request.path();
    if !is_api(&path) {
        return page_or_file(request, &path, &env).await;
    }
    let method = request.method();
    let reply = match Route::parse(&path) {
        None => Reply::error(404, "unknown_route", "there is no such route"),
        Some(_) if !matches!(method, Method::Get | Method::Head) => unreadable(),
        Some(Route::Health) => health::answer(),
        Some(Route::Market(raw)) => return front::answer(&raw, &request, &env, &context).await,
        #[cfg(feature = "trap-route")]
        Some(Route::Trap) => trap::here(),
        #[cfg(feature = "trap-route")]
        Some(Route::TrapDesk(venue)) => return trap::desk(venue, &env).await,
    };
    reply.into_response(method != Method::Head)
}

fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Reached only when no static file has this path: the page for a deep link, an error for a file that is gone.
async fn page_or_file(request: Request, path: &str, env: &Env) -> worker::Result<Response> {
    let method = request.method();
    if !matches!(method, Method::Get | Method::Head) {
        return unreadable().into_response(true);
    }
    // The page instead of a script would be reported as a syntax error, far from its cause.
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    if is_file {
        return Reply::error(404, "unknown_file", "there is no such file")
            .into_response(method != Method::Head);
    }
    let mut page = request.url()?;
    page.set_path("/");
    page.set_query(None);
    let mut init = RequestInit::new();
    init.with_method(method)
        .with_headers(request.headers().clone());
    env.assets("ASSETS")?.fetch(page.as_str(), Some(init)).await
}

fn unreadable() -> Reply {
    Reply::error(405, "bad_method", "this can only be read")
        .with("allowed", READ_ONLY)
        .allowing(READ_ONLY)
}

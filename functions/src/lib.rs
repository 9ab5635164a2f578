//! The edge: the few things a browser can't do, each behind a route whose values are enums and checked patterns.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable
)]

mod candles;
mod config;
mod health;
mod reply;
mod upstream;

use reply::Reply;
use worker::{Context, Env, Method, Request, RequestInit, Response, event};

const READ_ONLY: &str = "GET, HEAD";

/// Every route, as the path names it.
enum Route<'a> {
    Health,
    Candles(candles::Route<'a>),
    #[cfg(feature = "trap-route")]
    Trap,
}

impl<'a> Route<'a> {
    /// Segments are compared as they came: nothing is decoded, so nothing can hide in an escape.
    fn parse(path: &'a str) -> Option<Self> {
        let mut segments = path.strip_prefix("/api/")?.split('/');
        let mut next = || segments.next();
        let parts = [next(), next(), next(), next(), next(), next()];
        match parts {
            [Some("health"), None, ..] => Some(Self::Health),
            #[cfg(feature = "trap-route")]
            [Some("trap"), None, ..] => Some(Self::Trap),
            [
                Some("v1"),
                Some("candles"),
                Some(venue),
                Some(market),
                Some(interval),
                None,
            ] => Some(Self::Candles(candles::Route {
                venue,
                market,
                interval,
            })),
            _ => None,
        }
    }
}

#[event(fetch)]
async fn answer(request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    let path = request.path();
    if !is_api(&path) {
        return page_or_file(request, &path, &env).await;
    }
    let method = request.method();
    let reply = match Route::parse(&path) {
        None => Reply::error(404, "unknown_route", "there is no such route"),
        Some(_) if !matches!(method, Method::Get | Method::Head) => unreadable(),
        Some(Route::Health) => health::answer(),
        Some(Route::Candles(route)) => candles::answer(&route, &request.url()?, &env).await,
        #[cfg(feature = "trap-route")]
        Some(Route::Trap) => trap(),
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

#[cfg(feature = "trap-route")]
fn trap() -> Reply {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    Reply::error(500, "trap", "only wasm can trap")
}

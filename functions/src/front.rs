//! In front of the desks: who may ask, what is known already, and which desk answers the rest.

use futures_util::future::join;
use worker::{Context, Env, Headers, Method, Request, RequestInit, Response};

use crate::{callers, desk, keys, question::Question, route::Raw, shelf};

/// Answers a question to an exchange.
pub async fn answer(
    raw: &Raw<'_>,
    request: &Request,
    env: &Env,
    context: &Context,
) -> worker::Result<Response> {
    let with_body = request.method() != Method::Head;
    let url = request.url()?;
    let question = match Question::parse(raw, url.query_pairs()) {
        Ok(question) => question,
        Err(error) => return error.reply().into_response(with_body),
    };
    let venue = question.exchange.venue();
    let keys = match keys::of_request(venue, request.headers()) {
        Ok(keys) => keys,
        Err(error) => return error.reply().into_response(with_body),
    };
    let target = question.target();
    // What came for somebody's key is nobody else's to see.
    let place = match keys {
        None => Some(shelf::Place::new(&url, &target)),
        Some(_) => None,
    };
    let found = async {
        match &place {
            Some(place) => place.find().await,
            None => None,
        }
    };
    let refusal = callers::refuse(request.headers(), env);
    let (refusal, found) = join(refusal, found).await;
    if let Some(refusal) = refusal {
        return refusal.into_response(with_body);
    }
    if let Some(found) = found {
        return without_body_unless(with_body, found);
    }
    let headers = Headers::new();
    if let Some(keys) = &keys {
        let [id, secret] = keys::HEADERS;
        headers.set(id, keys.id.expose())?;
        headers.set(secret, keys.secret.expose())?;
    }
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let inward = Request::new_with_init(&format!("https://desk{target}"), &init)?;
    let desk = env.durable_object(desk::BINDING)?;
    let desk = desk.get_by_name(&keys::desk_of(venue, keys.as_ref()))?;
    let answered = desk.fetch_with_request(inward).await?;
    without_body_unless(with_body, shelf::keep(place, answered, context)?)
}

fn without_body_unless(with_body: bool, response: Response) -> worker::Result<Response> {
    if with_body {
        return Ok(response);
    }
    let status = response.status_code();
    let headers = response.headers().clone();
    Ok(Response::builder()
        .with_status(status)
        .with_headers(headers)
        .empty())
}

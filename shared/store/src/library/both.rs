//! Two things at once: while the system writes one segment the next is packed.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Waits for both; neither waits for the other.
pub(super) async fn both<A: Future, B: Future>(one: A, other: B) -> (A::Output, B::Output) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(output) = one.as_mut().poll(context)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = other.as_mut().poll(context)
        {
            second = Some(output);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (one, other) => {
                (first, second) = (one, other);
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::task::{Context, Waker};

    #[test]
    fn the_second_goes_on_while_the_first_waits() {
        let (open, done) = (Cell::new(false), Cell::new(false));
        let waits = poll_fn(|_| match open.get() {
            true => Poll::Ready(1),
            false => Poll::Pending,
        });
        let mut together = pin!(both(waits, async {
            done.set(true);
            2
        }));
        let mut poll = || {
            together
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
        };
        assert_eq!((poll(), done.get()), (Poll::Pending, true));
        open.set(true);
        assert_eq!(poll(), Poll::Ready((1, 2)));
    }
}

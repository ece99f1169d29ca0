//! The first thing a reviewer reads: whether the pair works, and what every stack makes of it.

use certlens::report::pair::{PairDocument, SideDocument, StackDocument};
use yew::prelude::*;

use crate::icon::Drawn;
use crate::pairing::Paired;
use crate::said::Said;
use crate::state::Tab;
use crate::tabs;
use crate::view::pair::Props;
use crate::view::pair::chips::Chips;
use crate::view::pair::word::{
    IN_PART, Mark, OPEN, REFUSED, WHICH, WORKS, handshake, judging, of_handshake, of_stack,
};
use crate::words::words;

#[component]
pub(crate) fn PairVerdict(Props { page }: &Props) -> Html {
    let paired = page.state.paired.clone().filter(|paired| !paired.candidates.is_empty());
    let onclick = page.on(|page, _: MouseEvent| tabs::show(page, Tab::Pair));
    html! {
        <section class={classes!("handshake", page.state.is_pending().then_some("is-stale"))} aria-label="Handshake">
            <Said text={paired.as_ref().map(|paired| paired.document.summary.clone()).unwrap_or_default()} />
            if let Some(paired) = paired {
                { sentence(&paired.document) }
                <p class="between">
                    { between(&paired.document) }
                    <button type="button" class="link" {onclick}>{ way(&paired) }</button>
                </p>
                <Chips page={page.clone()} {paired} />
            }
        </section>
    }
}

/// What there is to do about the sides.
fn way(paired: &Paired) -> String {
    match paired.candidates.len() {
        0..=2 if judging(&paired.document).is_empty() => "Choose the sides".to_owned(),
        0..=2 => "See the pair".to_owned(),
        count => format!("Choose among {count}"),
    }
}

fn sentence(document: &PairDocument) -> Html {
    let (class, icon, word) = mark(document);
    html! {
        <div class="verdict-head">
            <span class={classes!("badge", "big", class)}><Drawn {icon} /><span>{ word }</span></span>
            <p>{ words(&document.summary) }</p>
        </div>
    }
}

/// How the ticked stacks do together.
fn mark(document: &PairDocument) -> Mark {
    let roles = judging(document);
    let alone = |stack: &StackDocument| of_stack(stack, &roles).0;
    let stacks = || document.stacks.iter();
    let marks: Vec<&str> = match roles.as_slice() {
        [] => return WHICH,
        [_] => stacks().map(alone).collect(),
        _ => stacks()
            .flat_map(|client| {
                stacks().filter_map(|server| handshake(document, &client.stack, &server.stack))
            })
            .map(|(_, verdict)| of_handshake(Some(verdict)).0)
            .collect(),
    };
    match (marks.contains(&WORKS.0), marks.contains(&REFUSED.0), marks.contains(&OPEN.0)) {
        (true, false, false) => WORKS,
        (true, true, _) => IN_PART,
        (false, true, false) => REFUSED,
        _ => OPEN,
    }
}

fn between(document: &PairDocument) -> Html {
    let title = |side: &Option<SideDocument>| side.as_ref().map(|side| words(&side.title));
    html! {
        <>
            if let Some(client) = title(&document.client) { <span>{ "Client: " }{ client }</span> }
            if let Some(server) = title(&document.server) {
                <span>{ "Server: " }{ server }</span>
                <span>{ "Dialled as " }<code>{ &document.name }</code></span>
            }
        </>
    }
}

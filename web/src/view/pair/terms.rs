//! The stacks in the reader's system, and the suites that the server allows.

use certlens::peer::{self, Stack};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::pairing::Allowed;
use crate::state::Action;
use crate::view::pair::Judged;

#[component]
pub(crate) fn TermsForm(Judged { page, paired }: &Judged) -> Html {
    let terms = &page.state.terms;
    let stack = |stack: &&'static Stack| {
        let id = stack.id;
        let is_ticked = terms.stacks.iter().any(|ticked| ticked == id);
        let label = html! { <>{ stack.name }{ " " }<small>{ stack.version }</small></> };
        tick(
            label,
            is_ticked,
            page.on(move |page, event: Event| {
                let mut terms = page.state.terms.clone();
                terms.stacks.retain(|ticked| ticked != id);
                if is_checked(&event) {
                    terms.stacks.push(id.to_owned());
                }
                page.act(Action::Judge(terms));
            }),
        )
    };
    let allowed = terms.chosen_of(paired).suites.unwrap_or(paired.suites);
    let rsa = page.on(move |page, event: Event| {
        let allowed = Allowed { ecdhe_rsa: is_checked(&event), ..allowed };
        page.choose(|chosen| chosen.suites = Some(allowed));
    });
    let ecdsa = page.on(move |page, event: Event| {
        let allowed = Allowed { ecdhe_ecdsa: is_checked(&event), ..allowed };
        page.choose(|chosen| chosen.suites = Some(allowed));
    });
    html! {
        <section class="card terms" aria-label="What is judged under">
            <fieldset>
                <legend>{ "The stacks in your system" }</legend>
                <div class="choices">{ for peer::stacks().iter().map(stack) }</div>
            </fieldset>
            if paired.server.is_some() {
                <fieldset>
                    <legend>{ "Suites of TLS 1.2 that the server allows" }</legend>
                    <div class="choices">
                        { tick(html! { "ECDHE-RSA" }, allowed.ecdhe_rsa, rsa) }
                        { tick(html! { "ECDHE-ECDSA" }, allowed.ecdhe_ecdsa, ecdsa) }
                    </div>
                </fieldset>
            }
        </section>
    }
}

fn tick(label: Html, checked: bool, onchange: Callback<Event>) -> Html {
    html! { <label><input type="checkbox" {checked} {onchange} /><span>{ label }</span></label> }
}

fn is_checked(event: &Event) -> bool {
    event.target_unchecked_into::<HtmlInputElement>().checked()
}

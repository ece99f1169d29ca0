//! Pins of everything that has some, each as the program that takes it spells it; and what a pin is of.

use certlens::pin::Pin;
use certlens::pin_match::PinVerdict;
use certlens::report::document::InspectionDocument;
use certlens::report::pins::{PinnedDocument, SoughtDocument};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::card::link;
use crate::copy::Copy;
use crate::icon::{Drawn, Icon};
use crate::page::Page;
use crate::words::words;

/// Where there are more objects than this, their pins are folded.
const UNFOLDED: usize = 2;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn PinsView(Props { page }: &Props) -> Html {
    let sought = page.state.wanted.sought.clone();
    let generation = page.state.inspected.as_ref().map(|inspected| inspected.generation);
    {
        let page = page.clone();
        use_effect_with((sought.clone(), generation), move |(sought, _)| page.pins(sought.trim().to_owned()));
    }
    let Some((inspected, pins)) = page.state.inspected.clone().zip(page.state.pins.clone()) else {
        return Html::default();
    };
    let oninput = page.on(|page, event: InputEvent| {
        let sought = event.target_unchecked_into::<HtmlInputElement>().value();
        page.want(|wanted| wanted.sought = sought);
    });
    let objects = &pins.document.objects;
    if objects.is_empty() {
        return html! { <p class="absent">{ "Nothing here has a key or a fingerprint to pin." }</p> };
    }
    html! {
        <>
            <section class="card" aria-labelledby="sought-title">
                <h2 id="sought-title"><label for="sought">{ "What is this pin of?" }</label></h2>
                <input id="sought" type="text" value={sought} autocomplete="off" spellcheck="false" placeholder="Hexadecimal or base64, or the line that holds it" {oninput} />
                <div role="status">
                    if let Some(problem) = &pins.problem { <p>{ words(&format!("This is no pin: {problem}.")) }</p> }
                    { for pins.document.sought.iter().map(|sought| answer(sought, pins.document.sought.len() > 1)) }
                </div>
            </section>
            { for objects.iter().map(|object| pinned(page, &inspected.document, object, objects.len() <= UNFOLDED)) }
            if pins.more > 0 { <p class="absent">{ format!("{} more; `certlens pins` lists all of them.", pins.more) }</p> }
        </>
    }
}

fn answer(sought: &SoughtDocument, is_one_of_several: bool) -> Html {
    let (class, icon, word) = match sought.verdict {
        PinVerdict::Matches => ("pass", Icon::Pass, "Matches"),
        PinVerdict::Mistaken => ("error", Icon::Fail, "Mistaken"),
        PinVerdict::Unmatched => ("undetermined", Icon::Undetermined, "Unknown"),
    };
    html! {
        <>
            <p><span class={classes!("state", class)}><Drawn {icon} />{ word }</span>if is_one_of_several { { " " }<code>{ &sought.pin }</code> }</p>
            { for sought.messages.iter().map(|message| html! { <p>{ words(message) }</p> }) }
        </>
    }
}

fn pinned(page: &Page, document: &InspectionDocument, object: &PinnedDocument, is_open: bool) -> Html {
    let number = object.object;
    html! {
        <section class="card" key={number}>
            <h2>{ link(page, document, number) }</h2>
            { for object.lifetimes.iter().map(|lifetime| html! { <p>{ words(&lifetime.message) }</p> }) }
            <details open={is_open}>
                <summary>{ format!("{} pins, and where they go", object.pins.len()) }</summary>
                <table aria-label={format!("Pins of #{number}")}>
                    <thead><tr>
                        <th scope="col">{ "For" }</th>
                        <th scope="col">{ "Value, and where it goes" }</th>
                    </tr></thead>
                    <tbody>{ for object.pins.iter().map(|pin| row(page, number, pin)) }</tbody>
                </table>
            </details>
            if let Some(go) = &object.go {
                <details>
                    <summary>{ "A client in Go that pins the key" }</summary>
                    <Copy page={page.clone()} what={format!("the Go client for #{number}")} label="Copy the Go client" text={go.clone()} />
                    <pre class="report" tabindex="0" role="region" aria-label={format!("Go client for #{number}")}>{ go }</pre>
                </details>
            }
        </section>
    }
}

fn row(page: &Page, number: usize, pin: &Pin) -> Html {
    html! {
        <tr>
            <th scope="row">{ &pin.label }</th>
            <td>
                <div class="copied">
                    <code>{ &pin.value }</code>
                    <Copy page={page.clone()} what={format!("{} of #{number}", pin.label)} text={pin.value.clone()} />
                </div>
                if pin.snippet != pin.value {
                    <div class="copied">
                        <pre class="snippet">{ &pin.snippet }</pre>
                        <Copy page={page.clone()} what={format!("the lines for {} of #{number}", pin.label)} text={pin.snippet.clone()} />
                    </div>
                }
                if !pin.note.is_empty() { <small>{ words(&pin.note) }</small> }
            </td>
        </tr>
    }
}

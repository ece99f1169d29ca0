//! What a screen reader says of its own accord, once it no longer changes.

use yew::prelude::*;

use crate::timer::after;

/// How long it must have been the same, in milliseconds: a time that is dragged along is not read out at every step.
const SETTLED: i32 = 1000;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) text: AttrValue,
}

#[component]
pub(crate) fn Said(Props { text }: &Props) -> Html {
    let said = use_state_eq(AttrValue::default);
    {
        let said = said.clone();
        use_effect_with(text.clone(), move |text| {
            let text = text.clone();
            let timer = after(SETTLED, move || said.set(text));
            move || drop(timer)
        });
    }
    html! { <p class="hidden" role="status">{ &*said }</p> }
}

//! What a first visitor needs to know. It stands in index.html, where it can be read before the module is there.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;
use yew::virtual_dom::VNode;

use crate::example::{self, Secret};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) element: Element,
    pub(crate) on_example: Callback<&'static [Secret]>,
}

#[component]
pub(crate) fn Welcome(Props { element, on_example }: &Props) -> Html {
    use_effect_with(element.clone(), |element| {
        // Pressed before there is a module, a button would do nothing.
        if let Ok(Some(examples)) = element.query_selector("fieldset:disabled")
            && let Err(error) = examples.remove_attribute("disabled")
        {
            web_sys::console::error_1(&error);
        }
    });
    let onclick = {
        let on_example = on_example.clone();
        move |event: MouseEvent| {
            let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            match pressed.and_then(|pressed| pressed.get_attribute("value")).as_deref() {
                Some("broken") => on_example.emit(&example::BROKEN),
                Some("corrected") => on_example.emit(&example::CORRECTED),
                _ => {}
            }
        }
    };
    html! { <div {onclick}>{ VNode::VRef(element.clone().into()) }</div> }
}

"""PyTorch: names that end in `_` work in place; an optimizer changes the parameters it was given."""

from __future__ import annotations

from converter.analyse.library import Library, words

TORCH = Library(
    roots=("torch", "torchvision", "pytorch_lightning", "lightning"),
    source="PyTorch 2.9 documentation: torch.Tensor, torch.nn.Module, torch.optim",
    changing=words("""
        add_module apply backward eval float half double to cuda cpu load_state_dict register_buffer
        register_forward_hook register_parameter requires_grad_ share_memory step train zero_grad
        zero_ fit test validate optimize
        """),
    views=words("""
        buffers children chunk contiguous data detach expand flatten grad modules named_children
        named_modules named_parameters narrow numpy parameters permute reshape select split squeeze
        state_dict t transpose unbind unfold unsqueeze view view_as T
        """),
    fresh=words("""
        abs acos argmax argmin argsort bmm clamp clone cos cumsum dim dot element_size exp
        gather item log log_softmax matmul max mean median min mm mul norm numel pow prod relu
        repeat round sigmoid sin size softmax sort sqrt std sub sum tanh tolist topk type unique var
        where
        """),
    pure_modules=("torch.nn.functional", "torchvision.transforms", "torch.linalg", "torch.fft"),
    functions=words("""
        arange argmax argmin bmm cat clamp device empty exp eye full linspace
        log manual_seed matmul max mean min mm no_grad inference_mode ones ones_like rand randint
        randn randperm save sigmoid sin softmax sqrt stack std sum tanh tensor where zeros
        zeros_like set_seed is_available
        """),
    holding=words("as_tensor from_numpy asarray random_split"),
)

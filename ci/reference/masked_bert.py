"""Puts given dropout masks into transformers' BertModel.

Sites: 0 is the embeddings' output; of block l (from 0) 1 + 3l are the attention probabilities,
2 + 3l the attention's output and 3 + 3l the feed-forward's, each before residual and LayerNorm.
Elements: token · H + column, or (head · L + query) · L + key with L the sentence's own tokens.
"""

import torch
from transformers.models.bert import modeling_bert


class Masks:
    """The masks of the pass that is under way."""

    def __init__(self, mask, dtype):
        self.mask, self.dtype = mask, dtype
        self.step = self.view = 0
        self.lengths = []

    def begin(self, step, view, lengths):
        self.step, self.view, self.lengths = step, view, lengths

    def _factors(self, count, example, site):
        factors = self.mask.factors(count, self.step, self.view, example, site)
        return torch.from_numpy(factors).to(self.dtype)

    def apply_rows(self, x, site):
        """Masks (B, longest, H)."""
        factors = torch.ones_like(x)
        width = x.shape[-1]
        for example, length in enumerate(self.lengths):
            values = self._factors(length * width, example, site)
            factors[example, :length] = values.view(length, width)
        return x * factors

    def apply_attention(self, x, site):
        """Masks (B, heads, longest, longest)."""
        factors = torch.ones_like(x)
        heads = x.shape[1]
        for example, length in enumerate(self.lengths):
            values = self._factors(heads * length * length, example, site)
            factors[example, :, :length, :length] = values.view(heads, length, length)
        return x * factors


class MaskedRows(torch.nn.Module):
    """Stands in for a Dropout module over rows."""

    def __init__(self, masks, site):
        super().__init__()
        self.masks, self.site = masks, site

    def forward(self, x):
        return self.masks.apply_rows(x, self.site)


def install(model, masks):
    """Replaces every dropout of the model; attention must be the eager form."""
    assert model.config._attn_implementation == "eager"
    model.embeddings.dropout = MaskedRows(masks, 0)
    for l, layer in enumerate(model.encoder.layer):
        layer.attention.output.dropout = MaskedRows(masks, 2 + 3 * l)
        layer.output.dropout = MaskedRows(masks, 3 + 3 * l)

    def attention(module, query, key, value, attention_mask, scaling, dropout=0.0, **_):
        scores = query @ key.transpose(2, 3) * scaling
        if attention_mask is not None:
            scores = scores + attention_mask
        weights = masks.apply_attention(scores.softmax(-1), 1 + 3 * module.layer_idx)
        return (weights @ value).transpose(1, 2).contiguous(), weights

    modeling_bert.eager_attention_forward = attention

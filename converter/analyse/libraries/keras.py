"""Keras, in TensorFlow or by itself: fitting changes the model, and the callbacks that watch it.

Only names that other libraries do not have with another meaning.
"""

from __future__ import annotations

from converter.analyse.library import Library, words

KERAS = Library(
    roots=("keras", "tensorflow"),
    source="Keras 3 API reference: Model, Sequential, Layer, Callback, utils; TensorFlow 2.21: tf",
    changing=words("""
        adapt apply_gradients build compile evaluate fit fit_on_texts load_weights reset_metrics reset_state
        reset_states set_weights test_on_batch train_on_batch update_state
        """),
    changing_arguments={"fit": ("callbacks",)},
    views=words("""
        get_layer layers non_trainable_variables optimizer trainable_variables trainable_weights
        weights
        """),
    fresh=words("count_params get_config get_vocabulary get_weights summary to_json"),
    functions=words("""
        clear_session convert_to_tensor load_model pad_sequences set_random_seed set_seed
        to_categorical
        """),
    holding=words("clone_model"),
    pure_modules=("tensorflow.math", "tensorflow.nn", "tensorflow.strings", "keras.ops"),
)

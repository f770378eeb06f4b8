"""matplotlib and seaborn: they change figures and axes, never the data that they draw."""

from __future__ import annotations

from converter.analyse.library import Library, words

MATPLOTLIB = Library(
    roots=("matplotlib", "seaborn", "pylab", "plotly", "altair", "bokeh"),
    source="Matplotlib 3.10 API: pyplot, Axes, Figure; seaborn 0.13 API reference",
    changing=words("""
        add_artist add_collection add_gridspec add_patch add_subplot add_trace annotate arrow axhline
        axhspan axis axvline axvspan bar bar_label barh boxplot clabel colorbar contour contourf
        errorbar fill fill_between fill_betweenx grid hexbin hist hist2d hlines imshow invert_xaxis
        invert_yaxis legend loglog map_dataframe margins matshow pcolor pcolormesh pie plot
        plot_surface plot_trisurf plot_wireframe quiver savefig scatter semilogx semilogy set
        set_aspect set_axis_off set_color set_label set_title set_xlabel set_xlim set_xscale
        set_xticklabels set_xticks set_ylabel set_ylim set_yscale set_yticklabels set_yticks
        set_zlabel specgram spy stackplot stem step streamplot subplots_adjust suptitle table text
        tick_params ticklabel_format tight_layout tricontour tricontourf twinx twiny update_layout
        update_traces update_xaxes update_yaxes violinplot vlines autofmt_xdate
        """),
    # Whoever draws into axes that it is given changes them.
    changing_arguments={"*": ("ax", "axes", "cax", "fig")},
    views=words("axes ax figure gca gcf get_axes spines xaxis yaxis patches lines flat"),
    pure_modules=("matplotlib.pyplot", "pylab", "matplotlib.pylab", "seaborn", "matplotlib"),
)

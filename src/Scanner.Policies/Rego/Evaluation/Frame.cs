using System.Runtime.CompilerServices;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>What one body reads and writes while it is evaluated.</summary>
/// <param name="layout">How many variables and other places there are.</param>
internal sealed class Frame(Context context, Layout layout)
{
    public RegoValue[] Slots { get; } = new RegoValue[layout.Slots];

    /// <summary>Of steps that keep something between their parts.</summary>
    public object?[] Scratch { get; } = layout.Scratch == 0 ? [] : new object?[layout.Scratch];

    /// <summary>Changes where <c>with</c> replaces documents.</summary>
    public Context Context { get; set; } = context;

    /// <summary>Why it is not known whether the body holds so far; null where it does.</summary>
    public RegoUnknown? Doubt { get; set; }

    public List<Solution> Solutions { get; } = [];

    public void DoubtAbout(RegoUnknown unknown) => Doubt = RegoUnknown.Merge(Doubt, unknown);

    /// <exception cref="RegoEvaluationException">More steps or depth than an evaluation may take.</exception>
    public void Charge(long cost)
    {
        Context.Budget.Charge(cost);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "nested too deeply");
    }
}

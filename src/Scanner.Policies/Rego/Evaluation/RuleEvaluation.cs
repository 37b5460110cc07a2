using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>Evaluates the rules at one place.</summary>
internal static class RuleEvaluation
{
    /// <summary>The one value that the rules give; null where none does.</summary>
    /// <param name="arguments">Empty for what is no function.</param>
    public static RegoValue? Complete(RuleNode node, Context context, RegoValue[] arguments)
    {
        RegoValue? certain = null;
        List<Solution>? doubtful = null;
        foreach (var body in node.Bodies)
        {
            foreach (var solution in Solve(body, context, arguments))
            {
                if (solution.Doubt is not null)
                    (doubtful ??= []).Add(solution);
                else if (certain is null)
                    certain = solution.Value;
                else if (!Ordering.AreEqual(certain, solution.Value))
                    throw new RegoEvaluationException(
                        RegoEvaluationException.Conflict,
                        arguments.Length > 0 ? "functions must not produce multiple outputs for same inputs" : "complete rules must not produce multiple outputs");
            }
        }

        if (doubtful is null)
            return certain ?? (node.Default is null ? null : Solve(node.Default, context, [])[0].Value);
        return certain is not null && doubtful.TrueForAll(s => Ordering.AreEqual(s.Value, certain)) ? certain : DoubtOf(doubtful);
    }

    /// <summary>Puts what the rules here and below give into a document.</summary>
    /// <param name="data">What was given at this place; null where nothing was.</param>
    /// <param name="isShared">Whether rules further up write to it, too.</param>
    public static void Fill(DocumentBuilder document, RuleNode node, RegoValue? data, Context context, bool isShared = false)
    {
        if (context.IsReplaced(node))
        {
            if (data is not null)
                document.Put(data);
            return;
        }

        if (node.Kind == RuleKind.Complete && Complete(node, context, []) is { } value)
            document.Put(value);
        if (node.Kind == RuleKind.Set)
            document.BecomeSet();
        if (node.Kind is RuleKind.Table or RuleKind.Set)
            FillMembers(document, node, context);
        if (node.Kind is RuleKind.Table or RuleKind.None)
            FillChildren(document, node, data, context, isShared || node.Kind == RuleKind.Table);
    }

    private static void FillMembers(DocumentBuilder document, RuleNode node, Context context)
    {
        for (var i = 0; i < node.Bodies.Count; i++)
        {
            foreach (var solution in Solve(node.Bodies[i], context, []))
                document.At(solution.Path).Add(solution, node.AreMembers[i]);
        }
    }

    private static void FillChildren(DocumentBuilder document, RuleNode node, RegoValue? data, Context context, bool isShared)
    {
        document.BecomeTable();
        if (data is RegoObject table)
        {
            for (var i = 0; i < table.Count; i++)
            {
                // What was given stands before a rule at the same place.
                if (node.Child(table.Keys[i]) is null or { Kind: RuleKind.Function or RuleKind.Complete })
                    document.At([table.Keys[i]]).Put(table.Values[i]);
            }
        }

        foreach (var (name, child) in node.Children)
        {
            var key = new RegoString(name);
            if ((child.IsFunctionOnly && child.Children.Count == 0) || (child.Kind == RuleKind.Complete && (data as RegoObject)?.Find(key) is not null))
                continue;
            if (isShared)
                Fill(document.At([key]), child, (data as RegoObject)?.Find(key), context, isShared);
            else if (context.Extent(child, (data as RegoObject)?.Find(key)) is { } value)
                document.At([key]).Put(value);
        }
    }

    private static List<Solution> Solve(RuleBody body, Context context, RegoValue[] arguments)
    {
        var frame = new Frame(context, body.Layout);
        frame.Charge(1);
        arguments.CopyTo(frame.Slots, 0);
        body.First.Run(frame);
        var solutions = frame.Solutions;
        if (body.Else is null || solutions.Exists(s => s.Doubt is null))
            return solutions;
        if (solutions.Count == 0)
            return Solve(body.Else, context, arguments);
        // It is not known which of the bodies counts.
        var others = Solve(body.Else, context, arguments);
        var doubt = DoubtOf(solutions);
        solutions.AddRange(others.Select(s => s with { Doubt = doubt }));
        return solutions;
    }

    private static RegoUnknown DoubtOf(List<Solution> solutions)
    {
        RegoUnknown? all = null;
        foreach (var solution in solutions)
            all = solution.Doubt is { } doubt ? RegoUnknown.Merge(all, doubt) : all;
        return all!;
    }
}

using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>No rule may depend on itself: so an evaluation always ends.</summary>
internal static class RecursionCheck
{
    /// <exception cref="RegoSyntaxException">Two rules depend on each other, or one on itself.</exception>
    public static void Run(RuleNode root)
    {
        var isDone = new Dictionary<RuleNode, bool>();
        foreach (var start in root.Below())
            Visit(start, isDone);
    }

    /// <summary>Without recursion of its own: a chain of rules may be longer than the stack.</summary>
    private static void Visit(RuleNode start, Dictionary<RuleNode, bool> isDone)
    {
        if (isDone.ContainsKey(start))
            return;
        var path = new Stack<(RuleNode Node, IEnumerator<RuleNode> Reads)>();
        path.Push((start, Read(start)));
        isDone[start] = false;
        while (path.Count > 0)
        {
            var (node, reads) = path.Peek();
            if (!reads.MoveNext())
            {
                isDone[node] = true;
                path.Pop();
                continue;
            }

            if (!isDone.TryGetValue(reads.Current, out var done))
            {
                isDone[reads.Current] = false;
                path.Push((reads.Current, Read(reads.Current)));
            }
            else if (!done)
            {
                throw new RegoSyntaxException($"rule {reads.Current.Path} is recursive", -1, "rego_recursion_error");
            }
        }
    }

    private static IEnumerator<RuleNode> Read(RuleNode node) => ((IEnumerable<RuleNode>)[.. node.Reads]).GetEnumerator();
}

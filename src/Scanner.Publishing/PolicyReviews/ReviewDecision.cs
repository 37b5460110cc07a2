namespace Scanner.Publishing.PolicyReviews;

/// <summary>What one policy, or one rule of it, says to a request.</summary>
/// <param name="Engine">As <c>engines</c> of the JSON result names it.</param>
/// <param name="Kind">Of the policy's object.</param>
/// <param name="Namespace">Empty for an object of the cluster.</param>
/// <param name="Rule">The binding, rule or expression; empty where the policy is one part.</param>
/// <param name="Answer"><c>NotMatched, Allowed, Denied, Warned, Audited, Failed</c> or <c>Unknown</c>.</param>
/// <param name="Message">In the words of the policy, or why it does not look at the request, or what is not known; empty when there is nothing to say.</param>
public sealed record ReviewDecision(string Engine, string Kind, string Namespace, string Name, string Rule, string Answer, string Message)
{
    /// <summary>This alone refuses the request.</summary>
    public bool Denies { get; init; }

    /// <summary>The kind and the name, as the table and messages have them.</summary>
    public string Policy => $"{Kind} {(Namespace.Length > 0 ? Namespace + "/" : "")}{Name}";
}

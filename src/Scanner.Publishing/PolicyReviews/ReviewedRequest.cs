namespace Scanner.Publishing.PolicyReviews;

/// <summary>The request that policies were asked about, without its objects.</summary>
/// <param name="Operation">CREATE, UPDATE, DELETE or CONNECT.</param>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Resource">Plural, with the subresource behind a slash.</param>
/// <param name="Namespace">Empty for objects of the cluster.</param>
/// <param name="Container">The container that it adds, for the reader; empty where the request was given as a whole.</param>
public sealed record ReviewedRequest(string Operation, string Group, string Version, string Kind, string Resource, string Namespace, string Name, string Container);

namespace Scanner.ApiServer.Reviews;

/// <summary>Who wants to do what.</summary>
/// <param name="User">Null when only a group is meant.</param>
/// <param name="Group">Null for none; groups that a user is in by itself are not added.</param>
/// <param name="Namespace">Empty for all namespaces at once.</param>
/// <param name="Resource">Without its subresource.</param>
/// <param name="Name">Empty for any.</param>
public sealed record AccessReview(string? User, string? Group, string Verb, string ApiGroup, string Resource, string? Subresource, string Namespace, string Name);

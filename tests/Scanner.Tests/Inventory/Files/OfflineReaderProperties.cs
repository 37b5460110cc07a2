using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Scanner.Tests.Inventory.Files;

public sealed class OfflineReaderProperties
{
    // Every byte that means something to YAML or JSON, and some that mean nothing.
    private const string Alphabet = "{}[]\"':,-#&*!|>%@`~\\ \t\r\n.?<ab1\u00e9\ud83d\0\u0085";

    private static readonly string[] s_documents =
    [
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {pod-template-hash: x}}\nspec:\n  containers:\n  - name: c\n    securityContext: {privileged: true, capabilities: {add: [ALL]}}\n  ephemeralContainers: [{name: d}]\n",
        "{\"apiVersion\":\"v1\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\",\"managedFields\":[{\"manager\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"fieldsV1\":{\"f:spec\":{\"f:ephemeralContainers\":{\"k:{\\\"name\\\":\\\"d\\\"}\":{}}}}}]},\"spec\":{\"ephemeralContainers\":[{\"name\":\"d\"}]}}],\n\"kind\":\"List\"}\n",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a, labels: &l {x: y}}\naggregationRule: {clusterRoleSelectors: [{matchLabels: *l, matchExpressions: [{key: a, operator: In, values: [b]}]}]}\nrules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]\n",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\nroleRef: {kind: Role, name: a}\nsubjects: [{kind: User, name: u}]\n",
    ];

    [Fact]
    public void Read_AnyText_GivesObjectsAndProblemsAndNeverFails() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(Text().ToArbitrary(), text => ReadFiles.Read(text).Problems.All(p => p.Place.Line >= 1 && p.Text.Length > 0 && !p.Text.Contains('\n', StringComparison.Ordinal))));

    [Fact]
    public void Read_DamagedDocument_TheOneBehindItIsReadAllTheSame() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Damaged().ToArbitrary(), text =>
            ReadFiles.Read(text + "\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: last, namespace: end}\n").Pods.Any(p => p is { Namespace: "end", Name: "last" })));

    [Fact]
    public void Read_JsonIndentedOrNotInPiecesOfAnySize_IsTheSame() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, 40).Zip(Gen.Choose(1, 5000)).ToArbitrary(),
        sizes =>
        {
            var items = Enumerable.Range(0, sizes.Item1).Select(i => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["metadata"] = new JsonObject { ["name"] = $"p{i}", ["annotations"] = new JsonObject { ["x"] = new string('"', (i * 7919) % sizes.Item2) } },
            });
            var list = new JsonObject { ["apiVersion"] = "v1", ["items"] = new JsonArray([.. items]), ["kind"] = "List" };
            var expected = Enumerable.Range(0, sizes.Item1).Select(i => $"p{i}").Order(StringComparer.Ordinal);
            return new[] { false, true }.All(indented => ReadFiles.Read(new OneByteStream(Encoding.UTF8.GetBytes(
                list.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = indented })))).Pods.Select(p => p.Name).SequenceEqual(expected));
        }));

    private static Gen<string> Text() => Gen.Elements(Alphabet.ToCharArray()).ArrayOf().Select(c => new string(c));

    // A document with some of its characters replaced, left out or doubled.
    private static Gen<string> Damaged() =>
        from document in Gen.Elements(s_documents)
        from places in Gen.Choose(0, document.Length - 1).ArrayOf(3)
        from characters in Gen.Elements(Alphabet.ToCharArray()).ArrayOf(3)
        from kinds in Gen.Choose(0, 2).ArrayOf(3)
        select Damage(document, places, characters, kinds);

    private static string Damage(string document, int[] places, char[] characters, int[] kinds)
    {
        var text = new StringBuilder(document);
        for (var i = 0; i < places.Length; i++)
        {
            var at = Math.Min(places[i], text.Length - 1);
            if (kinds[i] != 2)
                text.Remove(at, 1);
            if (kinds[i] != 1)
                text.Insert(at, characters[i]);
        }

        return text.ToString();
    }
}
